import type { EnableInput } from '../input.js';
import type { StanzaError } from '../wire/stanza-error.js';
import { isAddressOrLoopback, jidText, readJid } from '../wire/jid.js';
import { byteLength } from '../wire/utf8.js';

/** Together with the account and the node, the address has to fit into one key of the database. */
const MAX_JID_BYTES = 512;

/**
 * The app server's JID in prepared form, or why it is refused. A registration makes the chat server open
 * streams to a host that a user chose, so the machine itself and bare addresses are out.
 */
export function readAppServer(input: EnableInput, domain: string): string | StanzaError {
  if (input.jid === null || input.jid === '') return MISSING_JID;
  const jid = byteLength(input.jid) > MAX_JID_BYTES ? null : readJid(input.jid);
  if (jid === null) return badRequest('The jid is not a valid JID');
  if (jidText(jid) === `${input.account}/${input.resource}`)
    return badRequest('JID must be different from ours');
  if (jid.domain === domain)
    return badRequest('The jid must be an app server, not this server or one of its accounts');
  if (isAddressOrLoopback(jid.domain)) return badRequest('The jid must have a domain name, not an address');
  return jidText(jid);
}

/** The answer to a request without a JID. */
export const MISSING_JID: StanzaError = badRequest('Missing jid');

/** A request that has to be changed before it is sent again. */
export function badRequest(text: string): StanzaError {
  return { type: 'modify', condition: 'bad-request', text };
}
