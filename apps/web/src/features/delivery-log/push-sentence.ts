import type { DecisionDto, EventDto, PushDto, WaitingPushDto } from '@bellhop/api/contract';
import { nearText } from '../../components/instant-text.js';
import { END_WORDS } from '../../reasons.js';
import { attemptsText, failurePhrase } from './failure-phrase.js';
import { heldUpBy, triedUntil } from './log-reading.js';
import type { LogReading } from './log-reading.js';

const ANSWER_TIMEOUT_MS = 60_000;

/** When an attempt without answer counts as failed. */
export function answerDueAt(sentAt: string): string {
  return new Date(Date.parse(sentAt) + ANSWER_TIMEOUT_MS).toISOString();
}

/** What became of the push that was made for one device, and what comes next. */
export function pushSentence(
  event: EventDto,
  decision: DecisionDto,
  push: PushDto,
  reading: LogReading,
): string {
  const isShared = push.eventId !== event.id;
  const done = isShared ? 'Told by a shared push to 1 device' : 'Pushed to 1 device';
  const open = (how: string, capitalised: string) =>
    isShared ? `Told by a shared push that was ${how}` : capitalised;
  const tries = attemptsText(push.attempts.length);
  switch (push.outcome) {
    case 'accepted':
      return `${done}: accepted by the app server${push.attempts.length > 1 ? ` at attempt ${push.attempts.length}` : ''}.`;
    case 'pending':
      return `${done}: the app server has not answered yet.${pendingNext(push, reading)}`;
    case 'deferred':
      return `${open('not taken yet', 'Not taken yet')}: ${lastFailure(push)} (${tries}). ${nextText(event, decision, reading)}`;
    case 'rejected':
      return `${done}: rejected by the app server${finalCondition(push)}.`;
    case 'expired':
      if (push.attempts.length === 0)
        return `${open('given up', 'Given up')}: its time to live was over before it could be sent.`;
      return `${open('given up', 'Given up')}: ${lastFailure(push)}, and its time to live is over (${tries}).`;
    case 'superseded':
      return `${open('called off', 'Called off')}${push.attempts.length === 0 ? '' : ` after ${tries}`}: ${endPhrase(push)}.`;
    case 'unknown':
      if (push.endReason === null) return `${done}: its outcome is not known.`;
      return `${done}, but never answered, so nobody knows whether it arrived (${tries}). Its time to live is over.`;
  }
}

/** Of a push that waits for its first attempt. */
export function waitingSentence(
  event: EventDto,
  decision: DecisionDto,
  waiting: WaitingPushDto,
  reading: LogReading,
): string {
  switch (waiting.kind) {
    case 'batch':
    case 'merge':
    case 'retry':
      return `A push to 1 device is made ${whenText(waiting.dueAt, reading)}.`;
    case 'asked':
      return 'A push to 1 device is made as soon as the chat server is there to send it.';
    case 'backlog':
      return 'A push to 1 device is made when all that happened during an interruption has been read.';
    case 'app-server':
      return `A push to 1 device waits for ${heldUpBy(decision.appServer, reading)}. ${nextText(event, decision, reading)}`;
  }
}

/** When the next attempt comes, and until when others follow. */
function nextText(event: EventDto, decision: DecisionDto, reading: LogReading): string {
  const { push, waiting } = decision;
  if (waiting === null) return 'The next attempt is being prepared.';
  const until = triedUntil(event, decision, reading);
  const again = (push?.attempts.length ?? 0) === 0 ? 'Tried' : 'Tried again';
  const last = until === null ? '' : `, until ${nearText(until, reading, 'minutes')}`;
  return `${again} ${whenText(waiting.dueAt, reading)}${last}.`;
}

/** "at 14:07:12", or "any moment now". */
export function whenText(dueAt: string, reading: LogReading): string {
  return Date.parse(dueAt) <= reading.now ? 'any moment now' : `at ${nearText(dueAt, reading)}`;
}

function pendingNext({ attempts }: PushDto, reading: LogReading): string {
  const newest = attempts.at(-1);
  if (newest === undefined) return '';
  const number = attempts.length > 1 ? ` This is attempt ${attempts.length}.` : '';
  return `${number} Without an answer until ${nearText(answerDueAt(newest.sentAt), reading)} it is tried again.`;
}

function lastFailure({ attempts }: PushDto): string {
  const last = attempts.at(-1);
  return last === undefined ? 'the app server could not take it' : failurePhrase(last);
}

function finalCondition({ attempts }: PushDto): string {
  const condition = attempts.at(-1)?.answer?.condition ?? null;
  return condition === null ? '' : ` (${condition})`;
}

function endPhrase({ endReason }: PushDto): string {
  if (endReason === null) return 'it was not needed any more';
  const { title } = END_WORDS[endReason];
  return title.charAt(0).toLowerCase() + title.slice(1);
}
