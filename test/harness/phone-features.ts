import type { Phone } from './phone.js';
import { renderAttributes } from './xml.js';

/** Message Carbons (XEP-0280): the session gets copies of what the account's other sessions send and get. */
export async function enableCarbons(phone: Phone): Promise<void> {
  await phone.request('set', "<enable xmlns='urn:xmpp:carbons:2'/>");
  await phone.settle();
}

/** Message Archive Management (XEP-0313): a client that reads its archive, here the newest message of it. */
export async function readArchive(phone: Phone): Promise<void> {
  const page = "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><before/></set>";
  await phone.request('set', `<query xmlns='urn:xmpp:mam:2'>${page}</query>`);
  await phone.settle();
}

/** Client State Indication (XEP-0352). */
export async function setActivity(phone: Phone, state: 'active' | 'inactive'): Promise<void> {
  phone.send(`<${state} xmlns='urn:xmpp:csi:0'/>`);
  await phone.sync();
}

/** Multi-User Chat (XEP-0045): returns when the session is in the room. */
export async function joinRoom(phone: Phone, room: string, nick: string): Promise<void> {
  const history = "<history maxstanzas='0'/>";
  const to = `${room}/${nick}`;
  phone.send(
    `<presence${renderAttributes({ to })}><x xmlns='http://jabber.org/protocol/muc'>${history}</x></presence>`,
  );
  await phone.next(
    (stanza) =>
      stanza.is('message') &&
      stanza.attrs.from?.split('/')[0] === room &&
      stanza.getChild('subject') !== undefined,
    { what: `the subject of ${room}` },
  );
  await phone.settle();
}
