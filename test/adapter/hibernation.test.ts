import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectHeld, connectNamed, messageIds, nextMessageEvent, nextState } from './held-phone.js';
import { Place, TENANT } from './place.js';

describe('a session that hibernates', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start();
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  it('is told first, then what it has not acknowledged, oldest first and dated alike', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'alice');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    for (const id of ['one', 'two', 'three']) bob.sendMessage({ to: phone.account, id, body: id });
    await phone.nextMessage('three');
    await phone.drop();
    const hibernating = await nextState(partner, 'alice', 'hibernating');
    const third = await nextMessageEvent(partner, 'hibernation', 'alice', 'three');

    expect(messageIds(partner, 'hibernation', 'alice')).toEqual(['one', 'two', 'three']);
    const stanzas = partner
      .eventsOf('alice', 'stanza')
      .filter(({ element }) => element.attrs.on === 'hibernation');
    expect(hibernating.element.attrs.queued).toBe(String(stanzas.length));
    expect(hibernating.element.attrs.live).toBe(`${session.sid}+~`);
    expect(hibernating.number).toBe(stanzas[0]!.number - 1);
    for (const { element } of stanzas) {
      expect(element.attrs).toMatchObject({
        sid: session.sid,
        at: hibernating.element.attrs.at,
        live: `${session.sid}+~`,
      });
    }
    expect(third.element.attrs.archive).toBeTruthy();
  });

  it('tells what is queued for it: messages, presences and iqs', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'anna');
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, 'anna', 'hibernating');
    bob.sendTyping({ to: phone.account, id: 'typing' });
    bob.send(`<presence to='${phone.jid}' id='there'/>`);
    bob.send(`<iq type='get' id='ask' to='${phone.jid}'><query xmlns='jabber:iq:version'/></iq>`);
    const told = [];
    for (let i = 0; i < 3; i += 1) told.push((await partner.nextStanza('queued', 'anna')).element);
    expect(told.map((element) => element.getChildElements()[0]!.attrs.id)).toEqual([
      'typing',
      'there',
      'ask',
    ]);
    for (const { attrs } of told) expect(attrs).toMatchObject({ sid: session.sid, live: `${session.sid}+~` });
    expect(told[0]!.attrs.archive).toBeUndefined();
  });

  it('tells nothing of its stanzas when it is not held', async () => {
    const partner = await place.openLink();
    const { phone } = await connectNamed(place, partner, 'aron');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    bob.sendMessage({ to: phone.account, id: 'before', body: 'before' });
    await phone.nextMessage('before');
    await phone.drop();
    await nextState(partner, 'aron', 'hibernating');
    bob.sendMessage({ to: phone.account, id: 'after', body: 'after' });
    await nextMessageEvent(partner, 'archived', 'aron', 'after');
    await place.fence(partner);
    const sources = partner.eventsOf('aron', 'stanza').map(({ element }) => element.attrs.on);
    expect(new Set(sources)).toEqual(new Set(['archived']));
  });

  it('tells nothing more once it is resumed', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'aldo');
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, 'aldo', 'hibernating');
    await phone.resume();
    const resumed = await nextState(partner, 'aldo', 'resumed');
    bob.sendMessage({ to: phone.account, id: 'awake', body: 'awake' });
    await nextMessageEvent(partner, 'archived', 'aldo', 'awake');
    await place.fence(partner);
    expect(resumed.element.attrs.live).toBe(`${session.sid}+`);
    expect(messageIds(partner, 'queued', 'aldo')).toEqual([]);
  });

  it('of a long queue tells the newest stanzas, and the newest of each other shape', async () => {
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, 'amy');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    bob.proposeCall({ to: phone.account, id: 'call' });
    for (let i = 1; i <= 450; i += 1) bob.sendMessage({ to: phone.account, id: `m${i}`, body: `b${i}` });
    await phone.nextMessage('b450');
    await phone.drop();
    const { element } = await nextState(partner, 'amy', 'hibernating');
    await nextMessageEvent(partner, 'hibernation', 'amy', 'm450');
    expect(Number(element.attrs.queued)).toBeGreaterThanOrEqual(451);
    const newest = Array.from({ length: 50 }, (_, i) => `m${401 + i}`);
    expect(messageIds(partner, 'hibernation', 'amy')).toEqual(['call', ...newest]);
  });

  it('tells as many as the component asked for, also while that is away', async () => {
    const partner = await place.openLink();
    await partner.open(TENANT, { epoch: place.nextEpoch(), queue: '2' });
    const { phone } = await connectHeld(place, partner, 'ava');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    for (const id of ['one', 'two', 'three', 'four']) bob.sendMessage({ to: phone.account, id, body: id });
    await phone.nextMessage('four');
    await partner.close();
    await phone.drop();
    const later = await place.openLink();
    await nextMessageEvent(later, 'hibernation', 'ava', 'four');
    expect(messageIds(later, 'hibernation', 'ava')).toEqual(['three', 'four']);
  });

  it('is told again when it is held only then, as if it began now, but not when only the time changes', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectNamed(place, partner, 'asta');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    bob.sendMessage({ to: phone.account, id: 'waiting', body: 'waiting' });
    await phone.nextMessage('waiting');
    await phone.drop();
    const first = await nextState(partner, 'asta', 'hibernating');
    await partner.hold(session, 600);
    const again = await nextState(partner, 'asta', 'hibernating');
    const { element } = await nextMessageEvent(partner, 'hibernation', 'asta', 'waiting');
    expect(again.element.attrs.live).toBe(`${session.sid}+~`);
    expect(element.attrs.at).toBe(again.element.attrs.at);
    expect(Number(again.element.attrs.at)).toBeGreaterThanOrEqual(Number(first.element.attrs.at));

    await partner.hold(session, 900);
    await place.fence(partner);
    const states = partner.eventsOf('asta', 'session').map(({ element: { attrs } }) => attrs.state);
    expect(states).toEqual(['bound', 'hibernating', 'hibernating']);
    expect(messageIds(partner, 'hibernation', 'asta')).toEqual(['waiting']);
  });

  it('is the only one of several that is told of', async () => {
    const partner = await place.openLink();
    const tablet = await connectHeld(place, partner, 'abel', { resource: 'tablet' });
    const { phone, session } = await connectHeld(place, partner, 'abel', { resource: 'phone' });
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, 'abel', 'hibernating');
    bob.sendMessage({ to: phone.account, id: 'both', body: 'both' });
    const { element } = await nextMessageEvent(partner, 'queued', 'abel', 'both');
    await tablet.phone.nextMessage('both');
    await place.fence(partner);
    expect(element.attrs.sid).toBe(session.sid);
    expect(element.attrs.live!.split(' ').toSorted()).toEqual(
      [`${session.sid}+~`, `${tablet.session.sid}+`].toSorted(),
    );
    expect(messageIds(partner, 'queued', 'abel')).toEqual(['both']);
  });
});
