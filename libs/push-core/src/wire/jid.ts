import { isPlain } from './characters.js';

/** A JID in prepared form (RFC 7622). */
export interface Jid {
  readonly local: string | null;
  readonly domain: string;
  readonly resource: string | null;
}

/**
 * Reads a JID and prepares it: domain and localpart in compatibility form and lower case (close enough to
 * IDNA and PRECIS for finding the same address again), the resource as it is. null if it is none.
 */
export function readJid(text: string): Jid | null {
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const resource = slash < 0 ? null : text.slice(slash + 1);
  const at = bare.indexOf('@');
  const local = at < 0 ? null : prepare(bare.slice(0, at));
  const domain = prepareDomain(bare.slice(at + 1));
  if (local !== null && !isLocalpart(local)) return null;
  if (resource !== null && (resource === '' || !isPlain(resource))) return null;
  return isDomain(domain) ? { local, domain, resource } : null;
}

/** The JID as text. */
export function jidText(jid: Jid): string {
  const local = jid.local === null ? '' : `${jid.local}@`;
  const resource = jid.resource === null ? '' : `/${jid.resource}`;
  return `${local}${jid.domain}${resource}`;
}

/** Without the resource; works on any text with the shape of a JID. */
export function bareJid(text: string): string {
  return text.split('/', 1)[0] ?? '';
}

/** RFC 7622 3.3.1: these characters may not stand in a localpart, nor may spaces. */
export function isLocalpart(text: string): boolean {
  return text !== '' && isPlain(text) && !/["&'/:<>@\s]/u.test(text);
}

/**
 * Whether a server should not connect to this domain because it names an address or the machine itself.
 * Like a URL parser, takes a domain whose last label is a number for an IPv4 address, e.g. `127.1`.
 */
export function isAddressOrLoopback(domain: string): boolean {
  if (domain.includes('[') || domain.includes(':')) return true;
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return (
    /^(?:\d+|0x[\da-f]*)$/.test(last) || LOOPBACK_NAMES.includes(last) || domain === 'localhost.localdomain'
  );
}

/** RFC 6761 6.3, and what common hosts files call the loopback address. */
const LOOPBACK_NAMES: readonly string[] = ['localhost', 'ip6-localhost', 'ip6-loopback'];

function prepare(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

// RFC 3490 3.1: the ideographic full stop separates labels, too. RFC 7622 3.2: a final dot is no part.
function prepareDomain(text: string): string {
  return prepare(text).replaceAll('\u3002', '.').replace(/\.$/, '');
}

function isDomain(domain: string): boolean {
  return (
    /^\[[\d.:a-f]+\]$/.test(domain) ||
    /^[\d:.a-f]*:[\d:.a-f]*$/.test(domain) ||
    domain.split('.').every(isLabel)
  );
}

function isLabel(label: string): boolean {
  return /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}_])?$/u.test(label);
}
