import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_TENANT, Place, TENANT } from './place.js';

describe('what the adapter reports', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start();
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  it('reports a message to nobody online as a skeleton with nothing private in it', async () => {
    const partner = await place.openLink();
    await place.createAccount('alice');
    const bob = await place.connectPhone('bob', { resource: 'bobs-phone' });
    const before = Date.now();
    bob.sendMessage({ to: `alice@${TENANT}`, id: 'm1', body: 'the secret text' });
    const { element, tenant } = await partner.nextStanza('offline', 'alice');

    const { ref, at, archive, ...rest } = element.attrs;
    expect(tenant).toBe(TENANT);
    expect(rest).toEqual({ on: 'offline', user: 'alice', live: '' });
    expect(ref).toMatch(/^[0-9a-f]{16}$/);
    expect(Number(at)).toBeGreaterThanOrEqual(before);
    expect(archive).toBeTruthy();
    expect(element.getChildElements().join('')).toBe(
      '<message xmlns="jabber:client" id="m1" type="chat" by="local">' +
        '<body/><active xmlns="http://jabber.org/protocol/chatstates"/></message>',
    );
    expect(element.toString()).not.toMatch(/secret|bob/);
  });

  it('names the kind of encryption and of call, without their content', async () => {
    const partner = await place.openLink();
    await place.createAccount('anna');
    const bob = await place.connectPhone('bob');
    bob.sendEncrypted({ to: `anna@${TENANT}`, id: 'e1' });
    const encrypted = (await partner.nextStanza('offline', 'anna')).element.getChild('message')!;
    bob.proposeCall({ to: `anna@${TENANT}`, id: 'c1' });
    const call = (await partner.nextStanza('offline', 'anna')).element.getChild('message')!;

    expect(encrypted.getChild('encrypted', 'eu.siacs.conversations.axolotl')?.toString()).toBe(
      '<encrypted xmlns="eu.siacs.conversations.axolotl"/>',
    );
    expect(call.getChild('propose', 'urn:xmpp:jingle-message:0')?.getChildElements()).toEqual([]);
  });

  it('leaves an empty body out', async () => {
    const partner = await place.openLink();
    await place.createAccount('arne');
    const bob = await place.connectPhone('bob');
    bob.send(`<message to='arne@${TENANT}' type='chat' id='b'><body></body><subject>s</subject></message>`);
    const { element } = await partner.nextStanza('offline', 'arne');
    expect(element.getChild('message')!.getChildElements().map(String)).toEqual(['<subject/>']);
  });

  it('lets body and sender travel only while the link was opened for them', async () => {
    const partner = await place.openLink(TENANT, 'body sender');
    await place.createAccount('ada');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `ada@${TENANT}`, body: 'one & two' });
    const open = (await partner.nextStanza('offline', 'ada')).element.getChild('message')!;
    expect(open.attrs.from).toBe(`bob@${TENANT}`);
    expect(open.getChildText('body')).toBe('one & two');

    await partner.open(TENANT, { epoch: place.nextEpoch(), text: '' });
    bob.sendMessage({ to: `ada@${TENANT}`, body: 'three' });
    const closed = (await partner.nextStanza('offline', 'ada')).element.getChild('message')!;
    expect(closed.attrs.from).toBeUndefined();
    expect(closed.getChildText('body')).toBe('');
  });

  it('strips what is queued when the policy becomes stricter', async () => {
    const partner = await place.openLink(TENANT, 'body sender');
    await place.createAccount('aino');
    const bob = await place.connectPhone('bob');
    await place.fence(partner);
    await partner.close();
    bob.sendMessage({ to: `aino@${TENANT}`, body: 'kept at home' });
    await bob.sync();
    const later = await place.openLink(TENANT, 'sender');
    const message = (await later.nextStanza('offline', 'aino')).element.getChild('message')!;
    expect(message.attrs.from).toBe(`bob@${TENANT}`);
    expect(message.getChildText('body')).toBe('');
  });

  it('cuts a long body at 4096 bytes without breaking a character', async () => {
    const partner = await place.openLink(TENANT, 'body');
    await place.createAccount('aki');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `aki@${TENANT}`, body: `a${'ü'.repeat(3000)}` });
    const body = (await partner.nextStanza('offline', 'aki')).element.getChild('message')!.getChild('body')!;
    expect(body.attrs.cut).toBe('1');
    expect(body.getText()).toBe(`a${'ü'.repeat(2047)}`);
  });

  it('tells where a stanza comes from by distance only', async () => {
    const partner = await place.openLink();
    const alma = await place.connectPhone('alma', { available: false });
    const olga = await place.connectPhone('olga', { domain: OTHER_TENANT });
    alma.send("<message id='self'><body>note</body></message>");
    await alma.sync();
    olga.sendMessage({ to: alma.account, id: 'other', body: 'hi' });
    const self = await partner.nextStanza('offline', 'alma');
    const other = await partner.nextStanza('offline', 'alma');
    expect(self.element.getChild('message')!.attrs.by).toBe('self');
    expect(other.element.getChild('message')!.attrs.by).toBe('local');
  });

  it('shows the sessions of the account and which of them hibernate', async () => {
    const partner = await place.openLink();
    const bob = await place.connectPhone('bob');
    const amy = await place.connectPhone('amy', { available: false });
    const { sid } = (await partner.nextEventOf('session', 'amy')).element.attrs;
    bob.sendMessage({ to: amy.account, body: 'one' });
    const awake = await partner.nextStanza('offline', 'amy');
    await amy.drop();
    await partner.nextEventOf('session', 'amy');
    bob.sendMessage({ to: amy.account, body: 'two' });
    const asleep = await partner.nextStanza('offline', 'amy');
    expect(awake.element.attrs.live).toBe(sid);
    expect(asleep.element.attrs.live).toBe(`${sid}~`);
  });

  it('follows one session through hibernation and resumption under one id', async () => {
    const partner = await place.openLink();
    const axel = await place.connectPhone('axel', { resource: "axel's <phone>" });
    await axel.drop();
    const nextState = async () => (await partner.nextEventOf('session', 'axel')).element;
    const states = [await nextState(), await nextState()];
    await axel.resume();
    states.push(await nextState());
    await axel.close();
    states.push(await nextState());

    expect(states.map(({ attrs }) => attrs.state)).toEqual(['bound', 'hibernating', 'resumed', 'closed']);
    expect(states.map(({ attrs }) => attrs.resource)).toEqual(Array(4).fill("axel's <phone>"));
    expect(new Set(states.map(({ attrs }) => attrs.sid)).size).toBe(1);
    expect(states[1]!.attrs.queued).toMatch(/^\d+$/);
  });

  it('says how many stanzas a hibernating session has not acknowledged', async () => {
    const partner = await place.openLink();
    const bob = await place.connectPhone('bob');
    const arvo = await place.connectPhone('arvo');
    arvo.withholdAcknowledgements();
    for (const body of ['one', 'two', 'three']) bob.sendMessage({ to: arvo.account, body });
    await arvo.nextMessage('three');
    await arvo.drop();
    await partner.nextEventOf('session', 'arvo');
    const { state, queued } = (await partner.nextEventOf('session', 'arvo')).element.attrs;
    expect(state).toBe('hibernating');
    expect(Number(queued)).toBeGreaterThanOrEqual(3);
  });

  it('gives every session an id of its own', async () => {
    const partner = await place.openLink();
    const first = await place.connectPhone('asta', { resource: 'same' });
    await first.close();
    await place.connectPhone('asta', { resource: 'same' });
    const [bound, , again] = [
      await partner.nextEventOf('session', 'asta'),
      await partner.nextEventOf('session', 'asta'),
      await partner.nextEventOf('session', 'asta'),
    ];
    expect(again.element.attrs.sid).not.toBe(bound.element.attrs.sid);
  });

  it('reports a group message to the bare address', async () => {
    const partner = await place.openLink();
    await place.createAccount('ava');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `ava@${TENANT}`, type: 'groupchat', body: 'all' });
    const { element } = await partner.nextStanza('groupchat', 'ava');
    expect(element.attrs.on).toBe('groupchat');
    expect(element.getChild('message')!.attrs.type).toBe('groupchat');
  });

  it('does not report a group message to a session that is gone', async () => {
    const partner = await place.openLink();
    await place.createAccount('aud');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `aud@${TENANT}/gone`, type: 'groupchat', body: 'all' });
    await bob.sync();
    await place.fence(partner);
    expect(partner.eventsOf('aud', 'stanza')).toEqual([]);
  });

  it('reports neither headlines nor errors nor messages to nobody', async () => {
    const partner = await place.openLink();
    await place.createAccount('ann');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `ann@${TENANT}`, type: 'headline', body: 'news' });
    bob.sendMessage({ to: `ann@${TENANT}`, type: 'error', body: 'error' });
    bob.sendMessage({ to: `nobody@${TENANT}`, body: 'hello' });
    await bob.sync();
    await place.fence(partner);
    expect(partner.eventsOf('ann', 'stanza')).toEqual([]);
    expect(partner.eventsOf('nobody', 'stanza')).toEqual([]);
  });

  it('reports one ping for each registration another module names', async () => {
    const partner = await place.openLink();
    const services = "{ x = { jid = 'push.a', node = 'n1' }, y = { jid = 'push.b' } }";
    await place.fireEvent(TENANT, 'cloud-notify-ping', `{ user = 'abe', push_services = ${services} }`);
    const pings = [await partner.nextEventOf('ping', 'abe'), await partner.nextEventOf('ping', 'abe')];
    const targets = pings.map(({ element }) => `${element.attrs.jid} ${element.attrs.node}`);
    expect(new Set(targets)).toEqual(new Set(['push.a n1', 'push.b undefined']));
  });

  it('reports that an account was deleted after its sessions were closed', async () => {
    const partner = await place.openLink();
    await place.connectPhone('abel');
    await place.prosody.deleteAccount('abel', TENANT);
    await partner.nextEventOf('session', 'abel');
    const closed = await partner.nextEventOf('session', 'abel');
    const deleted = await partner.nextEventOf('account', 'abel');
    expect(closed.element.attrs.state).toBe('closed');
    expect(deleted.element.attrs.state).toBe('deleted');
    expect(deleted.number).toBeGreaterThan(closed.number);
  });

  it('gives the same stanza the same ref and others another', async () => {
    const partner = await place.openLink();
    await place.createAccount('adam');
    const bob = await place.connectPhone('bob');
    for (const id of ['r1', 'r1', 'r2']) bob.sendMessage({ to: `adam@${TENANT}`, id, body: id });
    bob.send(`<message to='adam@${TENANT}' type='chat'><body>no id</body></message>`);
    bob.send(`<message to='adam@${TENANT}' type='chat'><body>no id</body></message>`);
    const refs = [];
    for (let i = 0; i < 5; i += 1) refs.push((await partner.nextStanza('offline', 'adam')).element.attrs.ref);
    expect(refs[1]).toBe(refs[0]);
    expect(new Set(refs).size).toBe(4);
  });

  it('tells of a forwarded message only its shape', async () => {
    const partner = await place.openLink();
    await place.createAccount('alan');
    const bob = await place.connectPhone('bob');
    const inner = `<message xmlns='jabber:client' from='x@y' to='z@y' type='chat' id='i'><body>in</body></message>`;
    const forwarded = `<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay'/>${inner}</forwarded>`;
    bob.send(`<message to='alan@${TENANT}' type='chat' id='f'>${forwarded}</message>`);
    const { element } = await partner.nextStanza('offline', 'alan');
    expect(element.getChild('message')!.getChildElements().join('')).toBe(
      '<forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" id="i" type="chat" by="remote">' +
        '<body/></message></forwarded>',
    );
  });
});
