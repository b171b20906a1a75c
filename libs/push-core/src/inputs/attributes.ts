import { isPlain } from '../wire/characters.js';
import type { Element } from '../wire/element.js';
import { isLocalpart } from '../wire/jid.js';
import { byteLength } from '../wire/utf8.js';
import { unreadable, type Unreadable } from './unreadable.js';

/** Attributes that were asked for: a string where it had to be there, null where it may be absent. */
type Read<Required extends string, Optional extends string> = Readonly<
  Record<Required, string> & Record<Optional, string | null>
>;

/** RFC 7622: a part of a JID has at most 1023 bytes; ids of the link are shorter by far. */
const MAX_BYTES: Readonly<Record<string, number>> = { user: 1023, resource: 1023, jid: 3071, live: 65_536 };
const MAX_OTHER_BYTES = 1024;

/** ms since 1970; fifteen digits reach the year 33658, which dates and databases can still hold. */
const INSTANT = /^\d{1,15}$/;

/** Reads attributes by name, or says which one is missing, too long or cannot be stored. */
export function readAttributes<Required extends string, Optional extends string = never>(
  source: Element,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): Read<Required, Optional> | Unreadable {
  const missing = required.find((name) => (source.attributes[name] ?? '') === '');
  if (missing !== undefined) return unreadable(`<${source.name}> without ${missing}`);
  const names = [...required, ...optional];
  for (const name of names) {
    const fault = faultOf(name, source.attributes[name] ?? '');
    if (fault !== null) return unreadable(`<${source.name}>: ${name} ${fault}`);
  }
  return Object.fromEntries(names.map((name) => [name, source.attributes[name] ?? null])) as Read<
    Required,
    Optional
  >;
}

function faultOf(name: string, value: string): string | null {
  if (!isPlain(value)) return 'has characters that cannot be stored';
  if (byteLength(value) > (MAX_BYTES[name] ?? MAX_OTHER_BYTES)) return 'is too long';
  if (name === 'user' && value !== '' && !isLocalpart(value)) return 'is not a localpart';
  if (name === 'at' && !INSTANT.test(value)) return 'is not a number of milliseconds';
  return null;
}
