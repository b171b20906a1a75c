import type { FaultSpan } from '../fault.js';
import { groupBy } from '../group-by.js';
import type { Histories, OpenPush, PushRow, ReceivedPublish } from '../histories.js';
import { faultNear, ON_THE_WAY } from './near-faults.js';
import type { Places } from './near-faults.js';
import type { Duplicate, Violation } from './violation.js';

export interface PublishCheck {
  readonly violations: readonly Violation[];
  readonly duplicates: readonly Duplicate[];
}

/**
 * What the app servers got is what the log says: a publish comes again, or is unknown to the log, only around a fault,
 * and a push was accepted exactly if an app server accepted it.
 */
export function checkPublishes({ publishes, database, faults }: Histories): PublishCheck {
  const pushes = new Map([...database.openPushes, ...database.pushes].map((push) => [push.id, push]));
  const byPush = groupBy(publishes, ({ pushId }) => pushId);
  const violations: Violation[] = [];
  const duplicates: Duplicate[] = [];
  for (const [id, received] of byPush) {
    const push = pushes.get(id);
    for (const repeat of [...unrecorded(received, push), ...repeated(received, push)]) {
      const fault = repeat.isLateAnswer ? LATE : faultNear(faults, repeat.between, repeat.places)?.kind;
      if (fault !== undefined) duplicates.push({ pushId: id, kind: repeat.kind, fault });
      else violations.push({ rule: RULES[repeat.kind], seen: describe(id, received) });
    }
    violations.push(...checkAccepted(id, received, { push, faults }));
  }
  return { violations: [...violations, ...acceptedByNobody(database.pushes, byPush)], duplicates };
}

const RULES: Readonly<Record<Duplicate['kind'], string>> = {
  unrecorded: 'every publish is recorded as an attempt of its push',
  again: 'an app server that accepted a push does not get it again',
};

/** Accounts for a repeat like a fault: the answer was more than a minute on its way. */
const LATE = 'late answer';

interface Repeat {
  readonly kind: Duplicate['kind'];
  readonly between: readonly [number, number];
  /** Where a fault accounts for it. */
  readonly places: Places;
  /** It was sent before the answer of the one before had come, as the log shows. */
  readonly isLateAnswer: boolean;
}

/**
 * Publishes that no attempt in the log stands for. A first attempt is sent before it is committed: until then its event is
 * decided again after a fault, and the attempt may be made again, or become needless. Later ones are committed first.
 */
function unrecorded(
  received: readonly ReceivedPublish[],
  push: PushRow | OpenPush | undefined,
): readonly Repeat[] {
  const known = push?.attempts.length ?? 0;
  const isFirstOf = (publish: ReceivedPublish) =>
    received.find(({ attempt }) => attempt === publish.attempt) === publish;
  const extra = received.filter((publish) => publish.attempt > known || !isFirstOf(publish));
  return extra.map(({ attempt, receivedAt }) => ({
    kind: 'unrecorded',
    between: [receivedAt, receivedAt],
    places: { parts: attempt === 1 ? ON_THE_WAY : [] },
    isLateAnswer: false,
  }));
}

/** Publishes of a push that had been accepted before: they wake the device once more. */
function repeated(
  received: readonly ReceivedPublish[],
  push: PushRow | OpenPush | undefined,
): readonly Repeat[] {
  return received.slice(1).flatMap((publish, index) => {
    const before = received[index];
    if (before?.answer !== 'result') return [];
    return [
      {
        kind: 'again',
        between: [before.receivedAt, publish.receivedAt],
        places: { parts: ON_THE_WAY, appServer: publish.appServer },
        isLateAnswer: cameAfter(push, before.attempt, publish.attempt),
      },
    ];
  });
}

/** Whether an attempt's answer came after a later attempt had been sent. */
function cameAfter(push: PushRow | OpenPush | undefined, attempt: number, later: number): boolean {
  const answeredAt = push?.attempts[attempt - 1]?.answeredAt ?? null;
  const sentAt = push?.attempts[later - 1]?.sentAt;
  return later > attempt && answeredAt !== null && sentAt !== undefined && answeredAt > sentAt;
}

function checkAccepted(
  id: string,
  received: readonly ReceivedPublish[],
  { push, faults }: { readonly push: PushRow | OpenPush | undefined; readonly faults: readonly FaultSpan[] },
): readonly Violation[] {
  const accepted = received.find(({ answer, answeredAt }) => answer === 'result' && answeredAt !== null);
  if (!accepted || (push && 'outcome' in push && push.outcome === 'accepted')) return [];
  const places = { parts: ON_THE_WAY, appServer: accepted.appServer };
  if (faultNear(faults, [accepted.receivedAt, accepted.answeredAt ?? Infinity], places)) return [];
  return [
    { rule: 'a push that an app server accepted is recorded as accepted', seen: describe(id, received) },
  ];
}

function acceptedByNobody(
  pushes: readonly PushRow[],
  byPush: ReadonlyMap<string, readonly ReceivedPublish[]>,
): readonly Violation[] {
  const rule = 'a push that is recorded as accepted was accepted by an app server';
  return pushes
    .filter(({ outcome }) => outcome === 'accepted')
    .filter(({ id }) => !byPush.get(id)?.some(({ answer }) => answer === 'result'))
    .map(({ id }) => ({ rule, seen: describe(id, byPush.get(id) ?? []) }));
}

function describe(id: string, received: readonly ReceivedPublish[]): string {
  const publishes = received.map(
    ({ receivedAt, answer }) => `${new Date(receivedAt).toISOString()} ${answer}`,
  );
  return `${id}: ${publishes.join('; ') || 'no publish'}`;
}
