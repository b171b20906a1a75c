import type { DecisionDto, EventDto, PushDto } from '@bellhop/api/contract';
import { REASON_WORDS } from '../../reasons.js';
import { OUTCOME_PHRASES } from './outcome-words.js';
import { fateOf, otherEventOf } from './push-fate.js';

/** What came of an event that may wake devices, in a sentence for each way it went. */
export function consequence(event: EventDto): string {
  const decisions = event.decisions.filter(({ reason }) => reason !== 'came-back');
  const pushes = decisions.flatMap(({ push }) => push ?? []);
  const isOwn = (push: PushDto) => otherEventOf({ kind: 'made', push }, event) === null;
  const waiting = decisions.filter((decision) => fateOf(decision).kind === 'waits').length;
  const sentences = [
    madeText('Pushed to', pushes.filter(isOwn)),
    madeText(
      'Told by a shared push to',
      pushes.filter((push) => !isOwn(push)),
    ),
    waiting === 0 ? '' : `A push to ${devices(waiting)} waits for its time.`,
  ].filter((sentence) => sentence !== '');
  return sentences.length > 0 ? sentences.join(' ') : `Not pushed: ${whyNot({ ...event, decisions })}.`;
}

/** Why nothing was pushed, to follow a colon. */
export function whyNot({ decisions, reason }: Pick<EventDto, 'decisions' | 'reason'>): string {
  const [first] = decisions;
  if (reason === null && first !== undefined && isGivenUpLater(first)) {
    return 'the device came back before, or the push was given up later';
  }
  const named = reason ?? first?.reason;
  if (named === undefined) return 'there was no device to wake';
  const { title } = REASON_WORDS[named];
  return title.charAt(0).toLowerCase() + title.slice(1);
}

const GIVES_UP: ReadonlySet<DecisionDto['reason']> = new Set([
  'came-back',
  'expired',
  'app-server-not-allowed',
  'unimportant',
]);

/** The decision was to push; that the push was not made after all was decided for another event. */
export function isGivenUpLater(decision: DecisionDto): boolean {
  return fateOf(decision).kind === 'given-up' && !GIVES_UP.has(decision.reason);
}

function madeText(told: string, pushes: readonly PushDto[]): string {
  const [first] = pushes;
  if (first === undefined) return '';
  const outcomes = pushes.length === 1 ? OUTCOME_PHRASES[first.outcome].phrase : counts(pushes);
  return `${told} ${devices(pushes.length)}: ${outcomes}.`;
}

function devices(count: number): string {
  return count === 1 ? '1 device' : `${count} devices`;
}

function counts(pushes: readonly PushDto[]): string {
  const byOutcome = new Map<PushDto['outcome'], number>();
  for (const { outcome } of pushes) byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1);
  return [...byOutcome]
    .map(([outcome, count]) => `${count} ${OUTCOME_PHRASES[outcome].badge.toLowerCase()}`)
    .join(', ');
}
