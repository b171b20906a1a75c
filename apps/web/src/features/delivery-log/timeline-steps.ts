import type { Attempt, DecisionDto, EventDto, PushDto, WaitingPushDto } from '@bellhop/api/contract';
import { OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import type { Tone } from '../../reasons.js';
import { answerText } from './answer-text.js';
import { isGivenUpLater } from './consequence.js';
import { fateOf, otherEventOf } from './push-fate.js';

/** One entry of a timeline. */
export interface Step {
  readonly key: string;
  /** null: it has no instant of its own. */
  readonly at: string | null;
  readonly title: string;
  readonly text: string;
  readonly nextStep: string | null;
  /** The app server's own words. */
  readonly answer: string | null;
  readonly tone: Tone;
  /** The event that tells more of it. */
  readonly otherEvent: string | null;
}

const PLAIN = { nextStep: null, answer: null, tone: 'quiet', otherEvent: null } as const;

/** What happened to the event as a whole. */
export function eventSteps(event: EventDto): readonly Step[] {
  const reported: Step = {
    ...PLAIN,
    key: 'reported',
    at: event.at,
    title: 'It happened at the chat server',
    text: 'The time is the chat server’s own clock.',
  };
  if (event.reason === null) return [reported];
  const { title, meaning, nextStep, tone } = REASON_WORDS[event.reason];
  const text = event.detail === null ? meaning : `${meaning} ${event.detail}`;
  return [reported, { ...PLAIN, key: 'reason', at: null, title, text, nextStep, tone }];
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

/**
 * What was decided for one registration of the event and what came of it; `maxErrors` is the tenant's limit of
 * strikes.
 */
export function decisionSteps(
  decision: DecisionDto,
  event: Pick<EventDto, 'id'>,
  maxErrors: number,
): readonly Step[] {
  const { title, meaning, nextStep, tone } = REASON_WORDS[decision.reason];
  const fate = fateOf(decision);
  const decided = { ...PLAIN, key: 'decision', at: null, text: meaning, tone };
  const pushed: Step = { ...decided, title: `Push: ${title}`, otherEvent: otherEventOf(fate, event) };
  switch (fate.kind) {
    case 'none':
      return [{ ...decided, title: `${notPushed(decision)}${title}`, nextStep }];
    case 'given-up':
      return isGivenUpLater(decision) ? [pushed, GIVEN_UP] : [{ ...decided, title, nextStep }];
    case 'waits':
      return [pushed, waitingStep(fate.waiting)];
    case 'made':
      return [
        pushed,
        ...fate.push.attempts.flatMap((attempt, index) => attemptSteps(attempt, index, decision.appServer)),
        settledStep(fate.push, maxErrors),
      ];
  }
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
]);

const GIVEN_UP: Step = {
  ...PLAIN,
  key: 'given up',
  at: null,
  title: 'The push was not made',
  text: 'It waited for its time. Before that came, the device was back, or the push was given up.',
  nextStep: 'A later row of the account says which.',
};

const WAITS_FOR: Readonly<Record<WaitingPushDto['kind'], string>> = {
  batch: 'What else comes for the device within a second shares it.',
  merge: 'It is made at the end of the merge window, for all that comes until then.',
  backlog: 'It is made when all that happened during the interruption has been read.',
};

function waitingStep({ dueAt, kind }: WaitingPushDto): Step {
  const text = `${WAITS_FOR[kind]} If the device comes back before, it is not made.`;
  return { ...PLAIN, key: 'waits', at: dueAt, title: 'The push waits until then', text, tone: 'calm' };
}

function settledStep({ outcome, strikes }: PushDto, maxErrors: number): Step {
  const { title, meaning, nextStep, tone } = OUTCOME_WORDS[outcome];
  const text = [meaning, strikesText(strikes, maxErrors)].filter((part) => part !== '').join(' ');
  return { ...PLAIN, key: 'outcome', at: null, title, text, nextStep, tone };
}

function attemptSteps(attempt: Attempt, index: number, appServer: string): readonly Step[] {
  const sent: Step = {
    ...PLAIN,
    key: `sent ${index}`,
    at: attempt.sentAt,
    title: index === 0 ? 'Publish sent' : `Publish sent again (attempt ${index + 1})`,
    text: `From the tenant’s own domain to ${appServer}.`,
  };
  if (attempt.answeredAt === null) return [sent];
  const tookMs = Date.parse(attempt.answeredAt) - Date.parse(attempt.sentAt);
  const isMute = attempt.answer === null;
  const answered: Step = {
    ...PLAIN,
    key: `answered ${index}`,
    at: attempt.answeredAt,
    title: isMute ? 'No answer' : 'The app server answered',
    text: isMute ? `Nothing came within ${tookMs} ms.` : `After ${tookMs} ms, in these words:`,
    answer: attempt.answer === null ? null : answerText(attempt.answer),
  };
  return [sent, answered];
}

function strikesText(strikes: number | null, maxErrors: number): string {
  if (strikes === null || strikes === 0) return '';
  if (strikes >= maxErrors)
    return `It was strike ${strikes} of ${maxErrors}, so the registration was removed.`;
  return `It was strike ${strikes} of ${maxErrors} in a row; at ${maxErrors} the registration is removed.`;
}
