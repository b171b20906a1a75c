import type { DecisionDto, EventDto, PushDto } from '@bellhop/api/contract';
import { REASON_WORDS } from '../../reasons.js';
import type { LogReading } from './log-reading.js';
import { OUTCOME_BADGES } from './outcome-words.js';
import { fateOf, isGivenUpBy } from './push-fate.js';
import { pushSentence, waitingSentence, whenText } from './push-sentence.js';

/** What came of an event that may wake devices and what comes next, in a sentence for each way it went. */
export function consequence(event: EventDto, reading: LogReading): string {
  const decisions = event.decisions.filter(({ reason }) => reason !== 'came-back');
  const made = decisions.filter(({ push }) => push !== null);
  const isOwn = ({ push }: DecisionDto) => push?.eventId === event.id;
  const sentences = [
    ...madeSentences('Pushed to', event, made.filter(isOwn), reading),
    ...madeSentences(
      'Told by a shared push to',
      event,
      made.filter((decision) => !isOwn(decision)),
      reading,
    ),
    ...waitingSentences(event, decisions, reading),
  ];
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

/** The decision was to push; that the push was not made after all was decided for another event. */
export function isGivenUpLater(decision: DecisionDto): boolean {
  return fateOf(decision).kind === 'given-up' && !isGivenUpBy(decision);
}

function madeSentences(
  told: string,
  event: EventDto,
  made: readonly DecisionDto[],
  reading: LogReading,
): readonly string[] {
  const [only, ...others] = made;
  if (only === undefined || only.push === null) return [];
  if (others.length === 0) return [pushSentence(event, only, only.push, reading)];
  const pushes = made.flatMap(({ push }) => push ?? []);
  const next = soonest(made);
  const after = next === null ? '' : ` The next attempt comes ${whenText(next, reading)}.`;
  return [`${told} ${pushes.length} devices: ${counts(pushes)}.${after}`];
}

function waitingSentences(
  event: EventDto,
  decisions: readonly DecisionDto[],
  reading: LogReading,
): readonly string[] {
  const waiting = decisions.filter((decision) => fateOf(decision).kind === 'waits');
  const [only, ...others] = waiting;
  if (only === undefined || only.waiting === null) return [];
  if (others.length === 0) return [waitingSentence(event, only, only.waiting, reading)];
  const first = whenText(soonest(waiting) ?? only.waiting.dueAt, reading);
  return [`Pushes to ${waiting.length} devices wait; the first is made ${first}.`];
}

function soonest(decisions: readonly DecisionDto[]): string | null {
  return decisions.flatMap(({ waiting }) => waiting?.dueAt ?? []).toSorted()[0] ?? null;
}

function counts(pushes: readonly PushDto[]): string {
  const byOutcome = new Map<PushDto['outcome'], number>();
  for (const { outcome } of pushes) byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1);
  return [...byOutcome]
    .map(([outcome, count]) => `${count} ${OUTCOME_BADGES[outcome].toLowerCase()}`)
    .join(', ');
}
