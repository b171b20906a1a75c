import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { LiveSession } from '../input.js';
import { element, type Element } from '../wire/element.js';
import { NS } from '../wire/namespaces.js';

/** For the adapter: sessions that were bound to a registration and no longer are may not be held. */
export function forgetSessions(
  before: readonly Registration[],
  after: readonly Registration[],
): readonly Element[] {
  return unboundBetween(before, after).map((sid) => element(NS.link, 'forget', { sid }));
}

/** The same where no client waits for an answer. */
export function releaseUnbound(
  account: string,
  before: readonly Registration[],
  after: readonly Registration[],
): readonly Action[] {
  return unboundBetween(before, after).map((sid) => forget(account, sid));
}

/** For the adapter: the session that asked may hibernate for so long. */
export function holdSession(seconds: number): Element {
  return element(NS.link, 'hold', { seconds: String(seconds) });
}

/**
 * What the adapter believes about holds has to agree with the bindings, because for rooms and chat states nothing
 * else tells that a device is away: a bound session that is not held is held again, and the other way round. A
 * suspended tenant has none held: nobody wakes what waits in them.
 */
export function agreeOnHolds(account: string, live: readonly LiveSession[], facts: Facts): readonly Action[] {
  const bound = boundSids(facts.isSuspended ? [] : facts.registrations);
  return live
    .filter(({ sid, isHeld }) => isHeld !== bound.has(sid))
    .map(({ sid, isHeld }) => (isHeld ? forget(account, sid) : hold(account, sid, facts)));
}

/** Whenever the session hibernates it may wait as long as the policy says. */
export function hold(account: string, sid: string, { policy }: Facts): Action {
  return { kind: 'hold-session', account, sid, seconds: policy.maxHibernationSeconds };
}

/** Of the registrations bound to a session the one bound last: a session stands for one device. */
export function newestBoundTo(sid: string, registrations: readonly Registration[]): Registration | undefined {
  return registrations
    .filter(({ binding }) => binding !== null && binding.sid === sid)
    .reduce<Registration | undefined>(
      (newest, one) => (boundAt(one) >= boundAt(newest) ? one : newest),
      undefined,
    );
}

function boundAt(registration: Registration | undefined): number {
  return registration?.binding?.at ?? -1;
}

function unboundBetween(before: readonly Registration[], after: readonly Registration[]): readonly string[] {
  const kept = boundSids(after);
  return [...boundSids(before)].filter((sid) => !kept.has(sid));
}

function boundSids(registrations: readonly Registration[]): ReadonlySet<string> {
  return new Set(registrations.flatMap(({ binding }) => binding?.sid ?? []));
}

function forget(account: string, sid: string): Action {
  return { kind: 'release-session', account, sid, isForgotten: true };
}
