import type { StanzaInput, StanzaSource } from '../input.js';
import type { Reason } from '../reason.js';

/** Where a stanza was seen: which message types are pushed from there, and the reason it is then pushed for. */
interface Source {
  readonly neverPushed: readonly string[];
  readonly reason: Reason;
}

/** The table of sources. A stanza from each of them is for every registration of the account. */
const SOURCES: Readonly<Record<StanzaSource, Source>> = {
  // RFC 6121 8.5.2.2: with nobody there, headline and error messages are dropped.
  offline: { neverPushed: ['headline', 'error'], reason: 'stored-offline' },
  groupchat: { neverPushed: ['headline', 'error'], reason: 'groupchat-offline' },
};

/** Why a stanza is pushed, or `type-never-pushed`. */
export function sourceReason(input: StanzaInput): Reason {
  const { name, type } = input.skeleton;
  const source = SOURCES[input.source];
  if (name !== 'message' || source.neverPushed.includes(type ?? 'normal')) return 'type-never-pushed';
  return source.reason;
}
