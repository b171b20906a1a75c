import type { Action, Decision, Importance } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { Reason } from '../reason.js';
import { publishPayload, type Summary } from '../wire/publish-payload.js';

/** One push per registration that an event is for. */
export interface PushOrder {
  readonly importance: Importance;
  readonly summary: Summary;
  /** For each registration a reason, and whether it means a push. */
  readonly decide: (registration: Registration) => { readonly reason: Reason; readonly isPushed: boolean };
}

/** The publishes and the decisions of one event, one decision for each registration of the account. */
export function pushAll(
  facts: Facts,
  order: PushOrder,
): { publishes: readonly Action[]; decisions: readonly Decision[] } {
  const decisions = facts.registrations.map((registration, index) => {
    const { reason, isPushed } = order.decide(registration);
    return decision(registration, reason, isPushed ? freshId(facts, index) : null);
  });
  const publishes = facts.registrations.flatMap((registration, index) => {
    const pushId = decisions[index]?.pushId ?? null;
    return pushId === null ? [] : [publish(registration, pushId, order)];
  });
  return { publishes, decisions };
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

/** `Facts.freshIds` promises enough of them. */
function freshId(facts: Facts, index: number): string {
  return facts.freshIds[index] as string;
}

function publish(registration: Registration, pushId: string, order: PushOrder): Action {
  return {
    kind: 'publish',
    pushId,
    registrationId: registration.id,
    to: registration.appServer,
    node: registration.node,
    importance: order.importance,
    payload: publishPayload(registration, order.summary),
  };
}
