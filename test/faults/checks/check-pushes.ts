import type { Attempt, Histories, OpenPush, PushRow } from '../histories.js';
import { groupBy } from '../group-by.js';
import type { Violation } from './violation.js';

/** So late may an attempt be that is due. */
const LATE_MS = 10_000;

/** Every push is over, with an outcome that its attempts bear out, or has a time at which it goes on. */
export function checkPushes({ database }: Histories): readonly Violation[] {
  const { pushes, openPushes, readAt } = database;
  const all = new Map(pushes.map((push) => [push.id, push]));
  const ids = groupBy([...pushes, ...openPushes], ({ id }) => id);
  return [
    ...[...ids].filter(([, rows]) => rows.length > 1).map(([id]) => of('a push is over once, or open', id)),
    ...[...pushes, ...openPushes].flatMap(checkAttempts),
    ...pushes.flatMap((push) => checkOutcome(push, all)),
    ...openPushes.flatMap((push) => checkOpen(push, readAt)),
  ];
}

function checkAttempts({ id, attempts }: PushRow | OpenPush): readonly Violation[] {
  const times = attempts.map(({ sentAt }) => Date.parse(sentAt));
  const isOrdered = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
  // An answer that takes longer than its minute may come after the attempt that follows.
  const isOverEarly = attempts.some(
    (attempt, index) =>
      isFinal(attempt) && attempts.slice(index + 1).some(({ sentAt }) => sentAt > (attempt.answeredAt ?? '')),
  );
  return [
    ...(isOrdered ? [] : [of('the attempts of a push are in order', id)]),
    ...(isOverEarly ? [of('no attempt follows a final answer', id)] : []),
  ];
}

function checkOutcome(push: PushRow, all: ReadonlyMap<string, PushRow>): readonly Violation[] {
  const answer = push.attempts.find(isFinal)?.answer ?? null;
  const says = `${push.id} ${push.outcome}, final answer ${JSON.stringify(answer)}`;
  if (push.outcome === 'superseded') return checkSuperseded(push, all);
  if (push.outcome === 'accepted' && answer?.kind === 'result') return [];
  if (push.outcome === 'rejected' && answer?.kind === 'error') return [];
  return [of('the outcome of a push is what its final answer says', says)];
}

// The newer push may be open still.
function checkSuperseded(push: PushRow, all: ReadonlyMap<string, PushRow>): readonly Violation[] {
  const newer = push.supersededBy === null ? undefined : all.get(push.supersededBy);
  if (push.attempts.some(isFinal)) return [of('a push with a final answer is not superseded', push.id)];
  if (push.endReason !== 'newer-push') return [];
  if (push.supersededBy === null) return [of('a superseded push names the newer one', push.id)];
  if (newer === undefined || newer.registrationId === push.registrationId) return [];
  return [of('a push is superseded by one of the same registration', `${push.id} by ${newer.id}`)];
}

function checkOpen({ id, state, dueAt }: OpenPush, readAt: number): readonly Violation[] {
  if (!WAITS.has(state)) return [of('nothing is under way after the run', `${id} ${state}`)];
  if (dueAt >= readAt - LATE_MS) return [];
  return [of('an attempt that is due is made', `${id} ${state}, due ${Math.round(readAt - dueAt)} ms ago`)];
}

const WAITS: ReadonlySet<string> = new Set(['retry', 'app-server']);

/** As far as the app servers of a run go: what they answer, and what the chat server answers in their place. */
function isFinal({ answer }: Attempt): boolean {
  if (answer === null || answer.kind === 'unsent') return false;
  return answer.kind === 'result' || !(answer.type === 'wait' || PASSING.has(answer.condition ?? ''));
}

const PASSING: ReadonlySet<string> = new Set([
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'recipient-unavailable',
]);

function of(rule: string, seen: string): Violation {
  return { rule, seen };
}
