import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LinkPartner, ReportedEvent } from './link-partner.js';
import { connectHeld, nextState } from './held-phone.js';
import { Place, TENANT } from './place.js';

/** Without an id in the stanza the adapter has to know it by itself. */
const KINDS = [
  { what: 'with an id', id: "id='m1'", name: 'known' },
  { what: 'without id', id: '', name: 'unknown' },
  { what: 'with an empty id', id: "id=''", name: 'empty' },
];

describe.each(KINDS)('a message $what', ({ id, name }) => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start({ config: 'smacks_hibernation_time = 1' });
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  const message = (to: string) => `<message to='${to}' type='chat' ${id}><body>hello</body></message>`;

  it('has one ref in the archive, in the queue of a session, and when it reaches nobody in the end', async () => {
    const user = `phone-${name}`;
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, user);
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, user, 'hibernating');
    bob.send(message(phone.account));
    const queued = await partner.nextStanza('queued', user);
    await partner.release(session, { forget: '1' });
    const offline = await partner.nextStanza('offline', user);
    const archived = await partner.nextStanza('archived', user);
    expectSameStanza([archived, queued, offline]);
  });

  it('has one ref in the archive and when the only session takes no messages', async () => {
    const user = `silent-${name}`;
    const partner = await place.openLink();
    await connectHeld(place, partner, user, { available: false });
    const bob = await place.connectPhone('bob');
    bob.send(message(`${user}@${TENANT}`));
    expectSameStanza([await partner.nextStanza('archived', user), await partner.nextStanza('offline', user)]);
  });

  it('has one ref unacknowledged, hibernating, and as a carbon copy for another session', async () => {
    const user = `carbon-${name}`;
    const partner = await place.openLink();
    const tablet = await connectHeld(place, partner, user, { resource: 'tablet' });
    await tablet.phone.request('set', "<enable xmlns='urn:xmpp:carbons:2'/>");
    const { phone } = await connectHeld(place, partner, user, { resource: 'phone' });
    const bob = await place.connectPhone('bob');
    await tablet.phone.drop();
    await nextState(partner, user, 'hibernating');
    phone.withholdAcknowledgements();
    bob.send(message(phone.jid));
    await phone.nextMessage('hello');
    const copy = await nextMessage(partner, 'queued', user);
    await phone.drop();
    const hibernation = await nextMessage(partner, 'hibernation', user);
    const archived = await nextMessage(partner, 'archived', user);
    expect(copy.element.getChild('message')!.getChild('received', 'urn:xmpp:carbons:2')).toBeDefined();
    expectSameStanza([archived, hibernation, copy]);
  });

  it('to oneself has one ref in the archive, which keeps it twice, and when it reaches nobody', async () => {
    const user = `note-${name}`;
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, user, { available: false });
    phone.send(`<message type='chat' ${id}><body>note</body></message>`);
    const events = [
      await partner.nextStanza('archived', user),
      await partner.nextStanza('archived', user),
      await partner.nextStanza('offline', user),
    ];
    expect(new Set(events.map(({ element }) => element.attrs.ref)).size).toBe(1);
  });

  it('has another ref than the next one', async () => {
    const user = `two-${name}`;
    const partner = await place.openLink();
    await connectHeld(place, partner, user, { available: false });
    const bob = await place.connectPhone('bob');
    bob.send(message(`${user}@${TENANT}`));
    bob.send(message(`${user}@${TENANT}`).replace('m1', 'm2'));
    const refs = [await partner.nextStanza('archived', user), await partner.nextStanza('archived', user)];
    expect(refs[0]!.element.attrs.ref).not.toBe(refs[1]!.element.attrs.ref);
  });
});

/** One ref, and one archive id wherever that is known. */
function expectSameStanza(events: readonly ReportedEvent[]): void {
  expect(new Set(events.map(({ element }) => element.attrs.ref)).size).toBe(1);
  expect(new Set(events.map(({ element }) => element.attrs.archive)).size).toBe(1);
  expect(events[0]!.element.attrs.archive).toBeTruthy();
}

function nextMessage(partner: LinkPartner, on: string, user: string): Promise<ReportedEvent> {
  return partner.nextEvent(
    ({ element }) =>
      element.attrs.on === on && element.attrs.user === user && element.getChild('message') !== undefined,
  );
}
