import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectNamed } from './held-phone.js';
import { LINK } from './link-partner.js';
import { APP_SERVER, BELLHOP, OTHER_TENANT, Place, TENANT } from './place.js';

const PUSH = { jid: APP_SERVER, node: 'n1' };
const UNAVAILABLE = { type: 'cancel', condition: 'service-unavailable' };
const LATER = { type: 'wait', condition: 'remote-server-timeout' };

describe('what clients ask for', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start();
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  it('advertises push on the account and nowhere else', async () => {
    const phone = await place.connectPhone('alice');
    expect(await phone.disco()).toContain('urn:xmpp:push:0');
    expect(await phone.disco(TENANT)).not.toContain('urn:xmpp:push:0');
  });

  it('hands an enable over as the client wrote it, with who sent it and from which session', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('alba', { resource: 'phone' });
    const { sid } = (await partner.nextEventOf('session', 'alba')).element.attrs;
    const enabled = phone.enablePush({ ...PUSH, form: { secret: 'a & b' } });
    const request = await partner.acceptRequest('alba');
    await enabled;

    const { at, ...rest } = request.attrs;
    expect(rest).toEqual({ xmlns: LINK, user: 'alba', sid, resource: 'phone', lang: 'en' });
    expect(Number(at)).toBeGreaterThan(1_700_000_000_000);
    const enable = request.getChild('enable', 'urn:xmpp:push:0')!;
    expect(enable.attrs).toMatchObject(PUSH);
    expect(enable.toString()).toContain('<field var="secret"><value>a &amp; b</value></field>');
  });

  it('answers a disable with an empty result', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('aldo');
    const disabled = phone.request(
      'set',
      `<disable xmlns='urn:xmpp:push:0' jid='${APP_SERVER}'/>`,
      phone.account,
    );
    const request = await partner.acceptRequest('aldo');
    expect(request.getChild('disable')?.attrs).toMatchObject({ jid: APP_SERVER });
    expect((await disabled).getChildElements()).toEqual([]);
  });

  it('passes an error on unchanged', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('alec');
    const enabled = phone.enablePush(PUSH).catch((error: unknown) => error);
    const text = "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Missing jid</text><own xmlns='urn:own'/>";
    partner.component.answerError(await partner.nextRequest('alec'), 'modify', 'bad-request', text);
    const error = await enabled;
    expect(error).toMatchObject({ type: 'modify', condition: 'bad-request', text: 'Missing jid' });
    expect(String((error as { answer: unknown }).answer)).toContain('<own xmlns="urn:own"/>');
  });

  it('lets nobody enable for somebody else', async () => {
    const partner = await place.openLink();
    await place.createAccount('alice');
    const mallory = await place.connectPhone('mallory');
    const olga = await place.connectPhone('olga', { domain: OTHER_TENANT });
    const enable = `<enable xmlns='urn:xmpp:push:0' jid='${APP_SERVER}' node='n'/>`;
    for (const phone of [mallory, olga]) {
      await expect(phone.request('set', enable, `alice@${TENANT}`)).rejects.toMatchObject(UNAVAILABLE);
      await expect(phone.request('set', enable, TENANT)).rejects.toMatchObject(UNAVAILABLE);
    }
    const own = mallory.enablePush(PUSH);
    await partner.acceptRequest('mallory');
    await own;
    expect(partner.requests).toHaveLength(1);
  });

  it('answers other shapes as a server without push', async () => {
    await place.openLink();
    const phone = await place.connectPhone('alena');
    const enable = `<enable xmlns='urn:xmpp:push:0' jid='${APP_SERVER}'/>`;
    await expect(phone.request('get', enable)).rejects.toMatchObject(UNAVAILABLE);
    await expect(phone.request('set', "<other xmlns='urn:xmpp:push:0'/>")).rejects.toMatchObject(UNAVAILABLE);
  });

  it('refuses a request above 16 KiB', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('alexa');
    const form = { secret: 'x'.repeat(17_000) };
    await expect(phone.enablePush({ ...PUSH, form })).rejects.toMatchObject({
      type: 'modify',
      condition: 'policy-violation',
    });
    await place.fence(partner);
    expect(partner.requests).toEqual([]);
  });

  it('answers wait at once while the link is down, and goes on advertising', async () => {
    const phone = await place.connectPhone('alf');
    await expect(phone.enablePush(PUSH)).rejects.toMatchObject(LATER);
    await place.connectPartner();
    await expect(phone.disablePush(PUSH)).rejects.toMatchObject(LATER);
    expect(await phone.disco()).toContain('urn:xmpp:push:0');
  });

  it('answers wait when the link is lost under a request', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('alina');
    const enabled = phone.enablePush(PUSH).catch((error: unknown) => error);
    await partner.nextRequest('alina');
    await partner.component.drop();
    expect(await enabled).toMatchObject(LATER);
  });

  it('answers wait when the module is reloaded under a request', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('allan');
    const enabled = phone.enablePush(PUSH).catch((error: unknown) => error);
    await partner.nextRequest('allan');
    await place.prosody.reloadModule(TENANT);
    expect(await enabled).toMatchObject(LATER);
  });

  it('answers wait after ten seconds, and still applies the hold of a late answer', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('late', { available: false });
    const enabled = phone.enablePush(PUSH).catch((error: unknown) => error);
    const request = await partner.nextRequest('late');
    expect(await enabled).toMatchObject(LATER);
    partner.component.answer(request, `<hold xmlns='${LINK}' seconds='600'/>`);
    await partner.probe(TENANT);
    phone.sendMessage({ to: phone.account, body: 'note' });
    expect((await partner.nextStanza('offline', 'late')).element.attrs.live).toMatch(/\+$/);
    expect(phone.received.filter(({ name }) => name === 'iq')).toHaveLength(2);
  });

  it('marks a session as held, until told to forget it', async () => {
    const partner = await place.openLink();
    const phone = await place.connectPhone('anne', { available: false });
    const { sid } = (await partner.nextEventOf('session', 'anne')).element.attrs;
    const enabled = phone.enablePush(PUSH);
    await partner.acceptRequest('anne', `<hold xmlns='${LINK}' seconds='259200'/>`);
    await enabled;
    phone.sendMessage({ to: phone.account, body: 'note' });
    expect((await partner.nextStanza('offline', 'anne')).element.attrs.live).toBe(`${sid}+`);

    const disabled = phone.disablePush(PUSH);
    await partner.acceptRequest('anne', `<forget xmlns='${LINK}' sid='${sid}'/>`);
    await disabled;
    phone.sendMessage({ to: phone.account, body: 'note' });
    expect((await partner.nextStanza('offline', 'anne')).element.attrs.live).toBe(sid);
  });

  it('marks and forgets a session that the component names', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectNamed(place, partner, 'anton', { available: false });
    const live = async () => {
      phone.sendMessage({ to: phone.account, body: 'note' });
      return (await partner.nextStanza('offline', 'anton')).element.attrs.live;
    };
    await partner.hold(session, 60);
    expect(await live()).toBe(`${session.sid}+`);
    await partner.release(session);
    expect(await live()).toBe(`${session.sid}+`);
    await partner.release(session, { forget: '1' });
    expect(await live()).toBe(session.sid);
  });

  it('does not let a request overtake the news that the account was deleted', async () => {
    const partner = await place.openLink();
    await place.createAccount('again');
    await partner.close();
    await place.prosody.deleteAccount('again', TENANT);
    const later = await place.connectPartner();
    later.answerBatches((_, component) => void component);
    await later.open(TENANT, { epoch: place.nextEpoch() });
    const phone = await place.connectPhone('again');
    await expect(phone.enablePush(PUSH)).rejects.toMatchObject(LATER);

    await later.open(TENANT, { epoch: place.nextEpoch() });
    await later.nextEventOf('account', 'again');
    await place.fence(later);
    const enabled = phone.enablePush(PUSH);
    await later.acceptRequest('again');
    await enabled;
  });

  it('listens to its component alone', async () => {
    const partner = await place.openLink();
    const mallory = await place.connectPhone('mallory');
    const other = (await place.startAppServer()).component;
    const open = `<open xmlns='${LINK}' epoch='999999' after=''/>`;
    const publishes = `<publishes xmlns='${LINK}'/>`;
    const { phone, session } = await connectNamed(place, partner, 'wanted', { available: false });
    const name = `xmlns='${LINK}' user='wanted' sid='${session.sid}'`;
    const hold = `<hold ${name} seconds='60'/>`;
    const release = `<release ${name} forget='1'/>`;
    for (const payload of [open, publishes, hold, release]) {
      await expect(mallory.request('set', payload, TENANT)).rejects.toMatchObject(UNAVAILABLE);
      const answer = await other.request(TENANT, 'set', payload);
      expect(answer.getChild('error')?.getChild('service-unavailable')).toBeDefined();
    }
    const localpart = await partner.component.request(TENANT, 'set', open, `x@${BELLHOP}`);
    expect(localpart.getChild('error')?.getChild('service-unavailable')).toBeDefined();
    phone.sendMessage({ to: phone.account, body: 'note' });
    expect((await partner.nextStanza('offline', 'wanted')).element.attrs.live).toBe(session.sid);
  });
});
