import { Phone } from '../harness/phone.js';
import type { XmlElement } from '../harness/xml.js';
import { escapeXml } from '../harness/xml.js';
import type { Person } from './people.js';

/** Message id → what the person's archive (XEP-0313) calls the message. */
export async function readArchive(person: Person, port: number): Promise<ReadonlyMap<string, string>> {
  const phone = await Phone.connect({ ...person, port, streamManagement: false, available: false });
  try {
    const found = new Map<string, string>();
    for (let after: string | null = ''; after !== null; after = await readPage(phone, after, found));
    return found;
  } finally {
    await phone.close();
  }
}

/** Gives what to ask for next; null after the last page. */
async function readPage(phone: Phone, after: string, found: Map<string, string>): Promise<string | null> {
  const before = phone.received.length;
  const from = after === '' ? '' : `<after>${escapeXml(after)}</after>`;
  const page = `<set xmlns='${RSM}'><max>${PAGE}</max>${from}</set>`;
  const answer = await phone.request('set', `<query xmlns='${MAM}'>${page}</query>`);
  for (const stanza of phone.received.slice(before)) note(stanza, found);
  const end = answer.getChild('fin', MAM);
  const last = end?.getChild('set', RSM)?.getChildText('last') ?? null;
  return end?.attrs.complete === 'true' ? null : last;
}

function note(stanza: XmlElement, found: Map<string, string>): void {
  const result = stanza.getChild('result', MAM);
  const message = result?.getChild('forwarded', FORWARD)?.getChild('message');
  if (result?.attrs.id !== undefined && message?.attrs.id !== undefined)
    found.set(message.attrs.id, result.attrs.id);
}

const MAM = 'urn:xmpp:mam:2';
const RSM = 'http://jabber.org/protocol/rsm';
const FORWARD = 'urn:xmpp:forward:0';
const PAGE = 500;

/**
 * Lines for Prosody's configuration: as many of the archive at once as `readArchive` asks for, and no end of it. With
 * ten thousand messages, the default, each more has the whole archive of its sender written anew: after half of a long
 * run the chat server would do little else.
 */
export const ARCHIVE_CONFIG = `max_archive_query_results = ${PAGE}
storage_archive_item_limit = 1000000`;
