import type { EventDto } from '@bellhop/api/contract';
import { REASON_WORDS } from '../../reasons.js';
import { consequence, whyNot } from './consequence.js';
import type { LogReading } from './log-reading.js';

/** One plain sentence: what happened, what came of it, and what comes next. */
export function eventSentence(event: EventDto, reading: LogReading): string {
  switch (event.kind) {
    case 'offline':
    case 'archived':
    case 'hibernation':
    case 'queued':
    case 'unacked':
      return `${whatOf(event)} ${WHERE[event.kind]} ${consequence(event, reading)}`;
    case 'groupchat':
      return `A group message came to the account itself. ${consequence(event, reading)}`;
    case 'ping':
      return `The chat server asked to wake the devices. ${consequence(event, reading)}`;
    case 'test-push':
      return `A test push was asked for. ${consequence(event, reading)}`;
    case 'resend':
      return `A push that was over was asked for once more. ${consequence(event, reading)}`;
    case 'window':
      return `A push that had waited was given up: ${whyNot(event)}.`;
    case 'session':
      return sessionText(event);
    case 'account':
    case 'removal':
    case 'gap':
    case 'unreadable':
      return reasonText(event);
    case 'notice':
      return event.detail === null ? reasonText(event) : sentence(event.detail);
    case 'enable':
    case 'disable':
      return requestText(event);
  }
}

const WHERE = {
  offline: 'arrived while nobody was connected.',
  archived: 'arrived while a device of the account had a session.',
  hibernation: 'was on the way when a device lost its connection.',
  queued: 'arrived for a device that had lost its connection.',
  unacked: 'was left unconfirmed by a device.',
} as const;

function whatOf({ importance }: EventDto): string {
  return importance === 'unimportant' ? 'Something without text, such as a typing notice,' : 'A message';
}

const SESSION_TEXTS: ReadonlyMap<string | null, string> = new Map([
  ['bound', 'A device connected.'],
  ['hibernating', 'A device lost its connection and may come back.'],
  ['resumed', 'A device came back to its session.'],
  ['closed', 'A device left.'],
]);

function sessionText({ state, detail, decisions }: EventDto): string {
  const changed = SESSION_TEXTS.get(state) ?? 'The state of a session changed.';
  const made = (reason: string) => decisions.some((decision) => decision.reason === reason);
  const again = made('rebound') ? ' It was recognised without enabling push again.' : '';
  const back = made('came-back') ? ' A push that waited was not needed any more.' : '';
  const which = detail === null ? '' : ` ${sentence(detail)}`;
  return `${changed}${again}${back}${which}`;
}

function reasonText({ reason, detail }: EventDto): string {
  const meaning = reason === null ? 'Something was recorded.' : REASON_WORDS[reason].meaning;
  return detail === null ? meaning : `${meaning} ${sentence(detail)}`;
}

function requestText(event: EventDto): string {
  const { decisions, detail, reason } = event;
  const appServer = decisions[0]?.appServer;
  const where = appServer === undefined ? '' : ` at ${appServer}`;
  if (reason === 'enabled') return `A device enabled push${where}.`;
  if (reason === 'renewed') return `A device renewed its push${where}.`;
  if (reason === 'disabled') return `A device disabled push${where}.`;
  const asked = event.kind === 'enable' ? 'enable' : 'disable';
  return `A device tried to ${asked} push and was refused${detail === null ? '.' : `: ${sentence(detail)}`}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
