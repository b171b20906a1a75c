import type { Action, Decision, Importance } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { Reason } from '../reason.js';
import { publishPayload, type Summary } from '../wire/publish-payload.js';
import { withinLimits } from './limits.js';
import type { NewWindow } from './timing.js';

/** What is to be done about one event for one registration, and why. */
export type Verdict =
  | { readonly kind: 'push'; readonly reason: Reason }
  /** By a push that waits. */
  | { readonly kind: 'wait'; readonly reason: Reason; readonly window: NewWindow }
  /** By a push that was made, or waits, for something else. */
  | { readonly kind: 'told'; readonly reason: Reason; readonly pushId: string }
  | { readonly kind: 'none'; readonly reason: Reason };

/** The event that verdicts are about. */
export interface PushOrder {
  readonly account: string;
  /** The session it is about, if any. */
  readonly sid: string | null;
  readonly at: number;
  readonly importance: Importance;
  readonly summary: Summary;
}

/** A registration with its verdict and the push that tells it, if any. */
export interface Judged {
  readonly registration: Registration;
  readonly verdict: Verdict;
  readonly pushId: string | null;
}

/** Judges every registration of the account; each that needs a push gets a fresh id for it. */
export function judgeAll(
  facts: Facts,
  importance: Importance,
  judge: (registration: Registration) => Verdict,
): readonly Judged[] {
  return facts.registrations.reduce<readonly Judged[]>((before, registration, index) => {
    const verdict = withinLimits(judge(registration), registration, { before, importance, facts });
    return [...before, { registration, verdict, pushId: pushIdOf(verdict, facts, index) }];
  }, []);
}

/** The publishes to make, and the windows to open. */
export function carryOut(order: PushOrder, judged: readonly Judged[], facts: Facts): readonly Action[] {
  return judged.flatMap(({ registration, verdict, pushId }): readonly Action[] => {
    if (pushId === null) return [];
    switch (verdict.kind) {
      case 'push':
        return [publish(registration, pushId, order)];
      case 'wait':
        return [openWindow({ registration, pushId, window: verdict.window }, order, facts)];
      case 'told':
      case 'none':
        return [];
    }
  });
}

/** One decision for each registration. */
export function decisionsOf(judged: readonly Judged[]): readonly Decision[] {
  return judged.map(({ registration, verdict, pushId }) => decision(registration, verdict.reason, pushId));
}

/** What was decided for a registration. */
export function decision(registration: Registration, reason: Reason, pushId: string | null = null): Decision {
  return {
    registrationId: registration.id,
    appServer: registration.appServer,
    node: registration.node,
    reason,
    pushId,
  };
}

/** Tells the registration's app server. */
export function publish(
  registration: Registration,
  pushId: string,
  { importance, at, summary }: Pick<PushOrder, 'importance' | 'at' | 'summary'>,
  attempt = 1,
): Action {
  return {
    kind: 'publish',
    pushId,
    registrationId: registration.id,
    to: registration.appServer,
    node: registration.node,
    importance,
    at,
    attempt,
    payload: publishPayload(registration, summary),
  };
}

function pushIdOf(verdict: Verdict, facts: Facts, index: number): string | null {
  switch (verdict.kind) {
    case 'push':
    case 'wait':
      // `Facts.freshIds` promises enough of them.
      return facts.freshIds[index] as string;
    case 'told':
      return verdict.pushId;
    case 'none':
      return null;
  }
}

function openWindow(
  { registration, pushId, window }: { registration: Registration; pushId: string; window: NewWindow },
  { account, sid, importance, summary }: PushOrder,
  { now }: Facts,
): Action {
  const about = { pushId, registrationId: registration.id, importance, sid, summary };
  // Without its app server's fault it would be made now.
  const since = window.kind === 'app-server' ? now : window.dueAt;
  const tries = { made: 0, since, isAnswered: false };
  return { kind: 'open-window', account, window: { ...window, ...about, tries } };
}
