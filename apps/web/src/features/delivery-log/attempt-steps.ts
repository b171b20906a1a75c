import type { Attempt, PushDto } from '@bellhop/api/contract';
import { answerText } from './answer-text.js';
import { isUnreached } from './failure-phrase.js';
import { answerDueAt } from './push-sentence.js';
import { PLAIN } from './step.js';
import type { Step } from './step.js';

/** Every publish of a push with the exact answer, the oldest first. */
export function attemptSteps(
  { attempts, outcome }: Pick<PushDto, 'attempts' | 'outcome'>,
  appServer: string,
): readonly Step[] {
  return attempts.flatMap((attempt, index) => {
    const sent = sentStep(attempt, index, appServer);
    const isOutstanding = outcome === 'pending' && index === attempts.length - 1;
    return isOutstanding && attempt.answer === null ? [sent] : [sent, endedStep(attempt, index)];
  });
}

function sentStep({ sentAt }: Attempt, index: number, appServer: string): Step {
  return {
    ...PLAIN,
    key: `sent ${index}`,
    at: sentAt,
    title: index === 0 ? 'Publish sent' : `Publish sent again (attempt ${index + 1})`,
    text: `From the tenant’s own domain to ${appServer}.`,
  };
}

function endedStep(attempt: Attempt, index: number): Step {
  const { sentAt, answeredAt, answer } = attempt;
  const step = { ...PLAIN, key: `answered ${index}`, at: answeredAt };
  if (attempt.interrupted && answer === null) return { ...step, ...INTERRUPTED };
  if (answer === null) return { ...step, ...MUTE, at: answeredAt ?? answerDueAt(sentAt) };
  const took = answeredAt === null ? 'After a time not known' : `After ${tookText(sentAt, answeredAt)}`;
  if (answer.kind === 'unsent') return { ...step, ...UNSENT, text: `${took}: ${UNSENT.text}` };
  const title = isUnreached(attempt)
    ? 'The chat server did not reach the app server'
    : 'The app server answered';
  return { ...step, title, text: `${took}, in these words:`, answer: answerText(answer) };
}

const INTERRUPTED = {
  title: 'Bellhop was restarted meanwhile',
  text: 'An answer may have been missed, so the push was not taken for handed over. A device that is woken twice only looks twice.',
  tone: 'warning',
} as const;

const MUTE = {
  title: 'No answer',
  text: 'Nothing came within 60 seconds, so the attempt counts as failed in passing.',
  tone: 'warning',
} as const;

const UNSENT = {
  title: 'The chat server did not send it',
  text: 'it did not take the publish over, so nothing left for the app server.',
  tone: 'warning',
} as const;

function tookText(sentAt: string, answeredAt: string): string {
  return `${(Date.parse(answeredAt) - Date.parse(sentAt)).toLocaleString('en-GB')} ms`;
}
