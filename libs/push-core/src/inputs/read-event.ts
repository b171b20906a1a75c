import { STANZA_SOURCES } from '../input.js';
import type { EventInput, LiveSession, PingInput, SessionInput, StanzaSource } from '../input.js';
import { childElements, type Element } from '../wire/element.js';
import { jidText, readJid } from '../wire/jid.js';
import { readSkeleton } from '../wire/read-skeleton.js';
import { readAttributes } from './attributes.js';
import { readAnswer } from './read-answer.js';
import { unreadable, type Unreadable } from './unreadable.js';

const STANZAS: readonly string[] = ['message', 'presence', 'iq'];
const OF_A_SESSION: readonly StanzaSource[] = ['hibernation', 'queued', 'unacked'];
const STATES: readonly SessionInput['state'][] = ['bound', 'hibernating', 'resumed', 'closed'];

/**
 * Reads one child of the link's `<events/>`. `domain` is the tenant that reported it. Whatever it is, the
 * answer is an input or a reason why not; it never throws.
 */
export function readEvent(event: Element, domain: string): EventInput | Unreadable {
  switch (event.name) {
    case 'stanza':
      return readStanza(event, domain);
    case 'session':
      return readSession(event, domain);
    case 'ping':
      return readPing(event, domain);
    case 'account':
      return readAccount(event, domain);
    case 'reply':
      return readReply(event);
    default:
      return unreadable('unknown event');
  }
}

function readStanza(event: Element, domain: string): EventInput | Unreadable {
  const read = readAttributes(event, ['on', 'user', 'at', 'ref'], ['archive', 'live', 'sid']);
  if ('kind' in read) return read;
  const source = STANZA_SOURCES.find((known) => known === read.on);
  if (source === undefined) return unreadable('<stanza>: unknown on');
  if (OF_A_SESSION.includes(source) && !read.sid) return unreadable('<stanza> without sid');
  const live = readLive(read.live ?? '');
  if (live === null) return unreadable('<stanza>: live is malformed');
  const stanza = childElements(event).find(({ name }) => STANZAS.includes(name));
  const skeleton = stanza === undefined ? null : readSkeleton(stanza);
  if (skeleton === null) return unreadable('<stanza>: no readable stanza inside');
  const { user, at, ref, archive } = read;
  return {
    kind: 'stanza',
    source,
    account: `${user}@${domain}`,
    sid: OF_A_SESSION.includes(source) ? read.sid : null,
    at: Number(at),
    ref,
    archive,
    live,
    skeleton,
  };
}

/** `a7+ b3+~ c9`: session ids, `+` held, `~` hibernating. */
function readLive(text: string): readonly LiveSession[] | null {
  const sessions = text
    .split(' ')
    .filter((word) => word !== '')
    .map(readLiveSession);
  return sessions.includes(null) ? null : sessions.filter((session) => session !== null);
}

function readLiveSession(word: string): LiveSession | null {
  const [, sid, held, hibernating] = /^([^+~]+)(\+?)(~?)$/.exec(word) ?? [];
  return sid === undefined ? null : { sid, isHeld: held === '+', isHibernating: hibernating === '~' };
}

function readSession(event: Element, domain: string): SessionInput | Unreadable {
  const read = readAttributes(event, ['user', 'at', 'sid', 'resource', 'state'], ['client', 'live']);
  if ('kind' in read) return read;
  const state = STATES.find((known) => known === read.state);
  if (state === undefined) return unreadable('<session>: unknown state');
  const live = readLive(read.live ?? '');
  if (live === null) return unreadable('<session>: live is malformed');
  const { user, at, sid, resource, client } = read;
  return {
    kind: 'session',
    account: `${user}@${domain}`,
    at: Number(at),
    sid,
    resource,
    client: client === '' ? null : client,
    state,
    live,
  };
}

function readPing(event: Element, domain: string): PingInput | Unreadable {
  const read = readAttributes(event, ['user', 'at'], ['jid', 'node']);
  if ('kind' in read) return read;
  const jid = read.jid === null ? null : readJid(read.jid);
  if (read.jid !== null && jid === null) return unreadable('<ping>: jid is not a JID');
  const target = jid === null ? null : { appServer: jidText(jid), node: read.node ?? '' };
  return { kind: 'ping', account: `${read.user}@${domain}`, at: Number(read.at), target };
}

function readAccount(event: Element, domain: string): EventInput | Unreadable {
  const read = readAttributes(event, ['user', 'at', 'state']);
  if ('kind' in read) return read;
  if (read.state !== 'deleted') return unreadable('<account>: unknown state');
  return { kind: 'account-deleted', account: `${read.user}@${domain}`, at: Number(read.at) };
}

function readReply(event: Element): EventInput | Unreadable {
  const read = readAttributes(event, ['id', 'at']);
  if ('kind' in read) return read;
  // The first attempt goes out under the push's own id, the others as `<id>.<attempt>`.
  const [, pushId = read.id, attempt = '1'] = /^(.*)\.(\d{1,5})$/s.exec(read.id) ?? [];
  const about = { pushId, attempt: Number(attempt), at: Number(read.at) };
  return { kind: 'publish-reply', ...about, answer: readAnswer(event) };
}
