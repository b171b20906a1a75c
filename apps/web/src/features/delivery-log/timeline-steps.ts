import type { DecisionDto, EventDto, PushDto, WaitingPushDto } from '@bellhop/api/contract';
import { durationText, nearText } from '../../components/instant-text.js';
import { END_WORDS, OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import { attemptSteps } from './attempt-steps.js';
import { isGivenUpLater } from './consequence.js';
import { heldUpBy, triedUntil } from './log-reading.js';
import type { LogReading } from './log-reading.js';
import { fateOf, isGivenUpBy, otherEventOf } from './push-fate.js';
import { answerDueAt } from './push-sentence.js';
import { PLAIN } from './step.js';
import type { Step } from './step.js';

/** What happened to the event as a whole. */
export function eventSteps(event: EventDto): readonly Step[] {
  const reported: Step = {
    ...PLAIN,
    key: 'reported',
    at: event.at,
    ...originOf(event),
  };
  if (event.reason === null) return [reported];
  const { title, meaning, nextStep, tone } = REASON_WORDS[event.reason];
  const text = event.detail === null ? meaning : `${meaning} ${event.detail}`;
  return [reported, { ...PLAIN, key: 'reason', at: null, title, text, nextStep, tone }];
}

function originOf({ kind }: EventDto): Pick<Step, 'title' | 'text'> {
  if (kind === 'test-push' || kind === 'resend' || kind === 'removal') {
    return {
      title: 'A person asked for it',
      text: 'On the dashboard, or with a program; the audit log says who.',
    };
  }
  const title = kind === 'notice' ? 'Bellhop noticed it' : 'It happened at the chat server';
  return { title, text: 'The time is the chat server’s own clock.' };
}

/** Pushes do not wait for the record, so it stands behind them. */
export function recordedStep({ at, recordedAt }: EventDto): Step {
  const tookMs = Date.parse(recordedAt) - Date.parse(at);
  return {
    ...PLAIN,
    key: 'recorded',
    at: recordedAt,
    title: 'Bellhop recorded it',
    text: `${tookMs} ms after it happened, by Bellhop’s clock. From here on it is kept.`,
  };
}

/** What a timeline is told for. */
export interface Telling {
  readonly event: Pick<EventDto, 'id' | 'recordedAt'>;
  /** The tenant's limit of strikes. */
  readonly maxErrors: number;
  readonly reading: LogReading;
}

/** What was decided for one registration of the event, every attempt, what came of it, and what comes next. */
export function decisionSteps(decision: DecisionDto, telling: Telling): readonly Step[] {
  const { title, meaning, nextStep, tone } = REASON_WORDS[decision.reason];
  const fate = fateOf(decision);
  const otherEvent = otherEventOf(fate, telling.event);
  const decided = { ...PLAIN, key: 'decision', at: null, text: meaning, tone };
  if (isGivenUpBy(decision)) return [{ ...decided, title, nextStep, otherEvent }];
  const pushed: Step = { ...decided, title: `Push: ${title}`, otherEvent };
  switch (fate.kind) {
    case 'none':
      return [{ ...decided, title: `${notPushed(decision)}${title}`, nextStep }];
    case 'given-up':
      return isGivenUpLater(decision) ? [pushed, GIVEN_UP] : [{ ...decided, title, nextStep }];
    case 'waits':
      return [pushed, waitingStep(fate.waiting, decision, telling)];
    case 'made':
      return [
        { ...pushed, text: `${meaning}${hadWaited(fate.push, telling)}` },
        ...attemptSteps(fate.push, decision.appServer),
        ...settledSteps(fate.push, decision, telling),
      ];
  }
}

const SOON_SECONDS = 5;

/** Where the first attempt came much later than the event, it is said that nothing went wrong. */
function hadWaited({ eventId, attempts }: PushDto, { event }: Telling): string {
  const [first] = attempts;
  if (first === undefined || eventId !== event.id) return '';
  const seconds = Math.round((Date.parse(first.sentAt) - Date.parse(event.recordedAt)) / 1000);
  if (seconds < SOON_SECONDS) return '';
  return ` The push waited ${durationText(seconds)} for its time, or for the app server.`;
}

/** An enabled or recognised device is no push that was not made. */
function notPushed({ reason }: DecisionDto): string {
  return ABOUT_REGISTRATION.has(reason) ? '' : 'Not pushed: ';
}

const ABOUT_REGISTRATION: ReadonlySet<DecisionDto['reason']> = new Set([
  'enabled',
  'renewed',
  'rebound',
  'disabled',
  'removed-by-administrator',
]);

const GIVEN_UP: Step = {
  ...PLAIN,
  key: 'given up',
  at: null,
  title: 'The push was not made',
  text: 'It waited for its time. Before that came, the device was back, or the push was given up.',
  nextStep: 'A later row of the account says which.',
};

function waitingStep(waiting: WaitingPushDto, decision: DecisionDto, telling: Telling): Step {
  const step = { ...PLAIN, key: 'waits', at: waiting.dueAt, tone: 'calm' } as const;
  const until = untilText(decision, telling);
  if (waiting.attempt > 1) {
    const text = `${whyAgain(waiting, decision, telling)}${until} It carries the placeholder, never the text.`;
    const { nextStep, tone } = OUTCOME_WORDS.deferred;
    return { ...step, title: `Attempt ${waiting.attempt} follows then`, text, nextStep, tone };
  }
  const back = ' If the device comes back before, it is not made.';
  const text = `${whyLater(waiting, decision, telling)}${waiting.kind === 'app-server' ? until : ''}${back}`;
  return { ...step, title: 'The push waits until then', text };
}

function whyLater({ kind }: WaitingPushDto, { appServer }: DecisionDto, { reading }: Telling): string {
  switch (kind) {
    case 'batch':
      return 'What else comes for the device within a second shares it.';
    case 'merge':
      return 'It is made at the end of the merge window, for all that comes until then.';
    case 'backlog':
      return 'It is made when all that happened during the interruption has been read.';
    case 'asked':
      return 'It is made as soon as the chat server is there to send it.';
    case 'app-server':
      return `It waits for ${heldUpBy(appServer, reading)}. It tells the device of all that comes until then.`;
    case 'retry':
      return 'The attempt before failed in passing.';
  }
}

function whyAgain({ kind }: WaitingPushDto, { appServer }: DecisionDto, { reading }: Telling): string {
  if (kind === 'app-server') return `It waits for ${heldUpBy(appServer, reading)}.`;
  return 'What failed may work in a moment. The waits between attempts grow from a second to half an hour.';
}

function untilText(decision: DecisionDto, { event, reading }: Telling): string {
  const until = triedUntil(event, decision, reading);
  return until === null ? '' : ` It is tried until ${nearText(until, reading, 'minutes')}.`;
}

function settledSteps(push: PushDto, decision: DecisionDto, telling: Telling): readonly Step[] {
  if (push.outcome === 'deferred' && decision.waiting !== null)
    return [waitingStep(decision.waiting, decision, telling)];
  return [...endSteps(push, decision), outcomeStep(push, telling)];
}

function endSteps({ endReason, supersededBy }: PushDto, { registrationId }: DecisionDto): readonly Step[] {
  if (endReason === null) return [];
  const { title, meaning, nextStep, tone } = END_WORDS[endReason];
  const newerPush = supersededBy === null ? null : { pushId: supersededBy, registrationId };
  const text = `No other attempt was made. ${meaning}`;
  return [{ ...PLAIN, key: 'end', at: null, title, text, nextStep, tone, newerPush }];
}

function outcomeStep(push: PushDto, { maxErrors, reading }: Telling): Step {
  const { outcome, strikes, endReason } = push;
  const { title, meaning, nextStep, tone } = OUTCOME_WORDS[outcome];
  const text = [meaning, strikesText(strikes, maxErrors)].filter((part) => part !== '').join(' ');
  const step = { ...PLAIN, key: 'outcome', at: null, title, text, tone };
  // Why it ended says already what to do.
  if (endReason !== null) return step;
  return { ...step, nextStep: outcome === 'pending' ? pendingNext(push, nextStep, reading) : nextStep };
}

function pendingNext({ attempts }: PushDto, nextStep: string, reading: LogReading): string {
  const newest = attempts.at(-1);
  if (newest === undefined) return nextStep;
  return `Wait: without an answer until ${nearText(answerDueAt(newest.sentAt), reading)} the push is tried again.`;
}

function strikesText(strikes: number | null, maxErrors: number): string {
  if (strikes === null || strikes === 0) return '';
  if (strikes >= maxErrors)
    return `It was strike ${strikes} of ${maxErrors}, so the registration was removed.`;
  return `It was strike ${strikes} of ${maxErrors} in a row; at ${maxErrors} the registration is removed.`;
}
