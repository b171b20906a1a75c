import type { Attempt, DecisionDto, EventDto } from '@bellhop/api/contract';
import { OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import type { Tone } from '../../reasons.js';
import { answerText } from './answer-text.js';

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
}

const PLAIN = { nextStep: null, answer: null, tone: 'quiet' } as const;

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

/** What was decided for one registration and what came of it; `maxErrors` is the tenant's limit of strikes. */
export function decisionSteps(decision: DecisionDto, maxErrors: number): readonly Step[] {
  const { title, meaning, nextStep, tone } = REASON_WORDS[decision.reason];
  const { push } = decision;
  if (push === null) {
    return [
      { ...PLAIN, key: 'decision', at: null, title: `Not pushed: ${title}`, text: meaning, nextStep, tone },
    ];
  }
  const outcome = OUTCOME_WORDS[push.outcome];
  const settled: Step = {
    key: 'outcome',
    at: null,
    title: outcome.title,
    text: [outcome.meaning, strikesText(push.strikes, maxErrors)].filter((part) => part !== '').join(' '),
    nextStep: outcome.nextStep,
    answer: null,
    tone: outcome.tone,
  };
  return [
    { ...PLAIN, key: 'decision', at: null, title: `Push: ${title}`, text: meaning, tone },
    ...push.attempts.flatMap((attempt, index) => attemptSteps(attempt, index, decision.appServer)),
    settled,
  ];
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
