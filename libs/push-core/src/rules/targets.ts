import type { Registration } from '../facts.js';
import type { StanzaInput, StanzaSource } from '../input.js';
import type { Reason } from '../reason.js';

/** The table of sources: why a stanza seen there is pushed, which then is to every registration of the account. */
const SOURCES: Readonly<Record<StanzaSource, Reason>> = {
  offline: 'stored-offline',
  groupchat: 'groupchat-offline',
};

// RFC 6121 8.5.2.2: with nobody there, headline and error messages are dropped.
const NEVER_PUSHED: readonly string[] = ['headline', 'error'];

/** Why a stanza is pushed, or `type-never-pushed`. */
export function sourceReason(input: StanzaInput): Reason {
  const { name, type } = input.skeleton;
  if (name !== 'message' || NEVER_PUSHED.includes(type ?? 'normal')) return 'type-never-pushed';
  return SOURCES[input.source];
}

/** A request may overtake events on the link: what happened before a device enabled push is not for it. */
export function isEnabledLater(registration: Registration, at: number): boolean {
  return at < registration.firstEnabledAt;
}
