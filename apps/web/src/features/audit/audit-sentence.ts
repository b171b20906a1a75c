import type { AuditEventDto } from '@bellhop/api/contract';
import { ACTION_WORDS } from './action-words.js';

/** One plain sentence: who did what to what, and from where. When stands beside it. */
export function auditSentence(event: AuditEventDto): string {
  const from = event.address === null ? '' : `, from ${event.address}`;
  return `${actorName(event.actor)} ${ACTION_WORDS[event.action].said(event)}${from}.`;
}

/** Who did it, to begin a sentence. */
function actorName({ kind, name }: AuditEventDto['actor']): string {
  switch (kind) {
    case 'person':
      return name === '' ? 'Somebody' : name;
    case 'token':
      return `The token “${name}”`;
    case 'visitor':
      return name === '' ? 'Somebody who was not signed in' : `${name}, not signed in,`;
    case 'bellhop':
      return 'Bellhop itself';
  }
}
