import type { EventDto } from '@bellhop/api/contract';
import { OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import type { Tone } from '../../reasons.js';
import { OUTCOME_PHRASES } from './outcome-words.js';

interface EventBadge {
  readonly key: string;
  readonly tone: Tone;
  readonly word: string;
}

const PUSHABLE: ReadonlySet<EventDto['kind']> = new Set([
  'offline',
  'groupchat',
  'archived',
  'hibernation',
  'queued',
  'unacked',
  'ping',
]);

/** One badge per registration; for an event that is about none, one that says what it was. */
export function badgesOf({ kind, reason, decisions }: EventDto): readonly EventBadge[] {
  if (PUSHABLE.has(kind) && decisions.length > 0) {
    return decisions.map(({ registrationId, push }) => ({
      key: registrationId,
      tone: push === null ? 'quiet' : OUTCOME_WORDS[push.outcome].tone,
      word: push === null ? 'Not pushed' : OUTCOME_PHRASES[push.outcome].badge,
    }));
  }
  if (reason === null) return [];
  const { tone, title } = REASON_WORDS[reason];
  return [{ key: reason, tone, word: title }];
}
