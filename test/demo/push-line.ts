import type { LogEvent, LogPush } from '../harness/stage.js';
import { answerWords } from './answer-words.js';
import { timeOfDay } from './words.js';

type Decision = LogEvent['decisions'][number];

/** One calm line per push of an event, or one that says why there was none. */
export function pushLines(event: LogEvent, kindName: string): readonly string[] {
  const line = (text: string) => columns(new Date(event.at), event.account ?? '', kindName, text);
  if (event.decisions.length === 0) return [line(`no push (${event.reason ?? 'no reason'})`)];
  return event.decisions.map((decision) => line(decisionWords(event, decision)));
}

/** Time, account, what it is about, and what there is to say. */
export function columns(at: Date, account: string, subject: string, text: string): string {
  return `${timeOfDay(at)}  ${account.padEnd(20)}  ${subject.padEnd(17)}  ${text}`;
}

function decisionWords(event: LogEvent, { push, reason, node }: Decision): string {
  if (push === null) return `no push (${reason})`;
  const device = event.decisions.length > 1 ? node : '';
  const more = [device, answerIfNoResult(push), strikesOf(push)].filter((text) => text !== '');
  return `${push.outcome.padEnd(8)}  ${tookWords(event, push).padStart(7)}  ${more.join(', ')}`.trimEnd();
}

/** From the chat server having the message to the app server's answer. */
function tookWords(event: LogEvent, { attempts }: LogPush): string {
  const answeredAt = attempts.at(-1)?.answeredAt;
  return answeredAt ? `${Date.parse(answeredAt) - Date.parse(event.at)} ms` : '';
}

function answerIfNoResult({ outcome, attempts }: LogPush): string {
  return outcome === 'accepted' ? '' : answerWords(attempts.at(-1)?.answer ?? null);
}

function strikesOf({ strikes }: LogPush): string {
  return strikes === null ? '' : `strike ${strikes}`;
}
