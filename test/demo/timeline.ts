import type { LogEvent, LogPush } from '../harness/stage.js';
import { answerWords } from './answer-words.js';
import { timeOfDay } from './words.js';

type Decision = LogEvent['decisions'][number];

interface Entry {
  /** null: it has no instant of its own. */
  readonly at: string | null;
  readonly what: string;
}

/**
 * What happened to a message for one registration, line by line, with the time since the chat server had the
 * message. Times are the chat server's and Bellhop's, as the API tells them.
 */
export function timelineOf(event: LogEvent, decision: Decision): readonly string[] {
  const entries = [
    { at: event.at, what: entryText('event reported', 'nobody of the account is connected') },
    { at: null, what: entryText('decision', decisionWords(decision)) },
    ...(decision.push?.attempts ?? []).flatMap((attempt) => attemptEntries(attempt, decision)),
    { at: event.recordedAt, what: entryText('recorded', 'event and decision are durable') },
  ];
  const outcome = { at: null, what: entryText('outcome', decision.push?.outcome ?? 'not pushed') };
  return [`  for ${decision.node}`, ...[...inOrder(entries), outcome].map((entry) => render(entry, event))];
}

function entryText(title: string, text: string): string {
  return `${title.padEnd(14)}  ${text}`;
}

function decisionWords({ reason, push }: Decision): string {
  return push === null ? `no push: ${reason}` : `push, because ${reason}; ${push.importance}`;
}

function attemptEntries(
  attempt: LogPush['attempts'][number],
  { appServer, node }: Decision,
): readonly Entry[] {
  const { sentAt, answeredAt, answer } = attempt;
  return [
    { at: sentAt, what: entryText('publish sent', `to ${appServer}, node ${node}`) },
    { at: answeredAt, what: entryText('answer', answerWords(answer)) },
  ];
}

/** By time; an entry without one stays behind the entry before it. */
function inOrder(entries: readonly Entry[]): readonly Entry[] {
  let latest = 0;
  const keyed = entries.map((entry, index) => {
    latest = entry.at === null ? latest : Date.parse(entry.at);
    return { entry, at: latest, index };
  });
  return keyed
    .toSorted((one, other) => one.at - other.at || one.index - other.index)
    .map(({ entry }) => entry);
}

function render({ at, what }: Entry, event: LogEvent): string {
  if (at === null) return `    ${' '.repeat(24)}${what}`;
  const offsetMs = Date.parse(at) - Date.parse(event.at);
  const offset = offsetMs < 0 ? `${offsetMs}` : `+${offsetMs}`;
  return `    ${timeOfDay(new Date(at), 'ms')}${`${offset} ms`.padStart(10)}  ${what}`;
}
