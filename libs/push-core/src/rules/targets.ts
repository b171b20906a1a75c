import type { Facts, Registration } from '../facts.js';
import type { LiveSession, StanzaInput, StanzaSource } from '../input.js';
import type { Reason } from '../reason.js';
import { newestBoundTo } from './bindings.js';
import { isUrgent } from './importance.js';

/** One row of the table of sources: why a stanza seen there is pushed, and for which registrations it is not. */
interface Source {
  readonly reason: Reason;
  readonly notFor: (registration: Registration, input: StanzaInput, facts: Facts) => Reason | null;
}

/**
 * The table. What reached nobody is for every device, and so is a copy of a room's message, which reaches no session
 * whoever is connected. What was archived is for the devices that have no session. The last three are about one
 * session, and for the device that enabled push there.
 */
const SOURCES: Readonly<Record<StanzaSource, Source>> = {
  offline: { reason: 'stored-offline', notFor: () => null },
  groupchat: { reason: 'groupchat-offline', notFor: () => null },
  archived: { reason: 'archived', notFor: hasSession },
  hibernation: { reason: 'hibernation', notFor: isOfAnotherSession },
  queued: { reason: 'queued', notFor: isOfAnotherSession },
  unacked: { reason: 'unacked', notFor: isOfAnotherSession },
};

// RFC 6121 8.5.2.2: with nobody there, headline and error messages are dropped.
const NEVER_PUSHED: readonly string[] = ['headline', 'error'];

/** Whether a stanza of its kind leads to no push where it was seen. A session's own queue holds any stanza. */
export function isNeverPushed({ source, skeleton }: StanzaInput): boolean {
  if (source !== 'offline' && source !== 'groupchat') return false;
  return skeleton.name !== 'message' || NEVER_PUSHED.includes(skeleton.type ?? 'normal');
}

/** Why a stanza is pushed to the registrations that it is for. */
export function pushReason(input: StanzaInput): Reason {
  return isCall(input) ? 'call' : SOURCES[input.source].reason;
}

/** Why a stanza is not for a registration; null if it is. */
export function reasonNotFor(registration: Registration, input: StanzaInput, facts: Facts): Reason | null {
  if (isEnabledLater(registration, input.at)) return 'enabled-later';
  return SOURCES[input.source].notFor(registration, input, facts);
}

/** A request may overtake events on the link: what happened before a device enabled push is not for it. */
export function isEnabledLater(registration: Registration, at: number): boolean {
  return at < registration.firstEnabledAt;
}

/** A call cannot wait until the chat server finds out that a connection is dead. */
function isCall({ source, skeleton }: StanzaInput): boolean {
  return source === 'archived' && isUrgent(skeleton);
}

/**
 * A device counts as there only if its session is both there and held: a hold that was lost costs a push too many,
 * not silence. What a hibernating session gets is reported by itself.
 */
function hasSession({ binding }: Registration, input: StanzaInput): Reason | null {
  if (isCall(input)) return null;
  const session = input.live.find(({ sid }) => sid === binding?.sid);
  if (session === undefined || !session.isHeld) return null;
  return session.isHibernating ? 'session-hibernating' : 'session-active';
}

function isOfAnotherSession(registration: Registration, input: StanzaInput, facts: Facts): Reason | null {
  const { binding } = registration;
  if (binding === null || binding.sid !== input.sid) return 'other-session';
  return newestBoundTo(binding.sid, facts.registrations) === registration ? null : 'older-binding';
}

/** Whether the device is connected and answers, as far as the chat server knows. */
export function isAwake({ binding }: Registration, live: readonly LiveSession[]): boolean {
  return live.some(({ sid, isHeld, isHibernating }) => sid === binding?.sid && isHeld && !isHibernating);
}
