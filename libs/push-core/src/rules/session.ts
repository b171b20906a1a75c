import type { Action, Decision } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { SessionInput } from '../input.js';
import { agreeOnHolds, hold, releaseUnbound } from './bindings.js';
import { record } from './record.js';
import { decision } from './verdict.js';
import { cameBack, showsAwake, waitsFor } from './waiting.js';

/** A session changed its state: devices come back, and clients that do not enable again are found again. */
export function decideSession(input: SessionInput, facts: Facts): readonly Action[] {
  switch (input.state) {
    case 'bound':
      return bindAgain(input, facts);
    case 'resumed':
      return resume(input, facts);
    // The binding outlives its session: one that is not in `live` makes no registration active.
    case 'hibernating':
    case 'closed':
      return note(input, facts);
  }
}

/** XEP-0198 section 5: the server hands over by itself what waited for the session. */
function resume(input: SessionInput, facts: Facts): readonly Action[] {
  const own = facts.registrations.filter(({ binding }) => binding?.sid === input.sid).map(({ id }) => id);
  const isOwn = waitsFor(own);
  const back = cameBack(
    input.account,
    facts,
    (window) => window.sid === input.sid || isOwn(window) || showsAwake(input.live, facts)(window),
  );
  return [...back.actions, ...agreeOnHolds(input.account, input.live, facts), changed(input, back.decisions)];
}

function note(input: SessionInput, facts: Facts): readonly Action[] {
  const back = cameBack(input.account, facts, showsAwake(input.live, facts));
  return [...back.actions, ...agreeOnHolds(input.account, input.live, facts), changed(input, back.decisions)];
}

function bindAgain(input: SessionInput, facts: Facts): readonly Action[] {
  const again = facts.registrations.filter((registration) => isSameClient(registration, input));
  if (again.length === 0) return note(input, facts);
  const { sid, resource, client, at } = input;
  const binding = { sid, resource, client, at };
  const others = facts.registrations.filter((registration) => !again.includes(registration));
  const back = cameBack(input.account, facts, waitsFor(again.map(({ id }) => id)));
  return [
    ...again.map(({ id }): Action => ({ kind: 'bind', registrationId: id, binding })),
    ...back.actions,
    ...(facts.isSuspended ? [] : [hold(input.account, sid, facts)]),
    ...releaseUnbound(input.account, facts.registrations, others),
    changed(input, [...again.map((registration) => decision(registration, 'rebound')), ...back.decisions]),
  ];
}

/**
 * Some clients enable once and never again (Siskin, Snikket). They are known by the id that they have in SASL2, or
 * else by their resource, when the session that had it is gone.
 */
function isSameClient({ binding }: Registration, input: SessionInput): boolean {
  const { sid, resource, client, live, at } = input;
  // A request may overtake events on the link: the session may be older than the one that enabled.
  if (binding === null || binding.sid === sid || at < binding.at) return false;
  if (binding.client !== null && client !== null) return binding.client === client;
  return binding.resource === resource && !live.some((session) => session.sid === binding.sid);
}

/** People know a device by its resource. */
function changed({ resource }: SessionInput, decisions: readonly Decision[]): Action {
  return record({ reason: 'session-state', detail: `Resource: ${resource}`, decisions });
}
