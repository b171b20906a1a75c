import { afterEach, describe, expect, it } from 'vitest';
import type { Prosody } from '../harness/prosody.js';
import { startProsody } from '../harness/prosody.js';
import { Phone } from '../harness/phone.js';
import type { XmlElement } from '../harness/xml.js';
import { LinkPartner } from './link-partner.js';
import type { OpenAttributes } from './link-partner.js';
import { connectHeld, messageIds, nextMessageEvent, nextState } from './held-phone.js';
import { BELLHOP, OTHER_TENANT, Place, TENANT } from './place.js';

const COMPONENTS = [{ jid: BELLHOP, secret: 'secret' }];

describe('a host with the adapter', () => {
  let prosody: Prosody;
  afterEach(() => prosody.stop());

  it('does not let the adapter run beside mod_cloud_notify', async () => {
    const host = { domain: TENANT, bellhopComponent: BELLHOP, cloudNotify: true };
    prosody = await startProsody({ hosts: [host], components: COMPONENTS });
    expect(await prosody.logText()).toContain('Not working on tenant.example: mod_cloud_notify is enabled');
    const partner = await connectPartner(prosody);
    const answer = await partner.probe(TENANT);
    expect(answer.getChild('error')?.getChild('service-unavailable')).toBeDefined();
    await partner.close();
  });

  it('takes the adapter away when mod_cloud_notify is loaded later', async () => {
    const host = { domain: TENANT, bellhopComponent: BELLHOP };
    prosody = await startProsody({ hosts: [host], components: COMPONENTS });
    await prosody.shell(`module:load("cloud_notify", "${TENANT}")`);
    expect(await prosody.logText()).toContain('Not working on tenant.example');
    const partner = await connectPartner(prosody);
    expect((await partner.probe(TENANT)).attrs.type).toBe('error');
    await partner.close();
  });

  it('starts without the option, says so, and answers wait', async () => {
    prosody = await startProsody({ hosts: [{ domain: TENANT, modules: ['bellhop'] }] });
    expect(await prosody.logText()).toContain('Set bellhop_component');
    const password = await prosody.createAccount('alice', TENANT);
    const phone = await Phone.connect({
      user: 'alice',
      domain: TENANT,
      password,
      port: prosody.clientPort,
    });
    expect(await phone.disco()).toContain('urn:xmpp:push:0');
    await expect(phone.enablePush({ jid: 'push.app.example' })).rejects.toMatchObject({ type: 'wait' });
    await phone.close();
  });

  it('keeps a full queue within its bound: the newest of each kind stays, and the drops are counted', async () => {
    const config = 'bellhop_queue_limit = 40';
    const host = { domain: TENANT, bellhopComponent: BELLHOP, config };
    prosody = await startProsody({ hosts: [host], components: COMPONENTS });
    const fire = `prosody.hosts["${TENANT}"].events.fire_event`;
    await prosody.shell(`>${fire}("cloud-notify-ping", { user = "first" })`);
    await prosody.shell(
      `>(function () for _ = 1, 200 do ${fire}("cloud-notify-ping", { user = "often" }) end end)()`,
    );
    const partner = await connectPartner(prosody);
    const { kept, dropped } = (await partner.nextHello(TENANT)).getChild('hello')!.attrs;
    expect(Number(kept)).toBeLessThanOrEqual(40);
    expect(Number(kept) + Number(dropped)).toBe(201);
    await partner.open(TENANT);
    await partner.nextEventOf('ping', 'first');
    await partner.nextEventOf('ping', 'often');
    expect(partner.batches[0]!.getChild('events')?.attrs.dropped).toBe(dropped);
    await partner.close();
  });

  it('keeps the newest of each shape for each sleeping session when the queue is full', async () => {
    const host = { domain: TENANT, bellhopComponent: BELLHOP, config: 'bellhop_queue_limit = 40' };
    prosody = await startProsody({ hosts: [host], components: COMPONENTS });
    const place = Place.around(prosody);
    const partner = await place.openLink();
    const phones = [];
    for (const resource of ['phone', 'tablet']) {
      const { phone, session } = await connectHeld(place, partner, 'alice', { resource });
      await phone.drop();
      phones.push(session.sid);
    }
    const bob = await place.connectPhone('bob');
    await nextState(partner, 'alice', 'hibernating');
    await nextState(partner, 'alice', 'hibernating');
    await partner.close();
    bob.proposeCall({ to: `alice@${TENANT}`, id: 'call' });
    for (let i = 1; i <= 60; i += 1) bob.sendMessage({ to: `alice@${TENANT}`, id: `m${i}`, body: 'hi' });
    await bob.sync();
    const later = await place.openLink();
    await nextMessageEvent(later, 'queued', 'alice', 'm60');
    await place.fence(later);
    for (const sid of phones) {
      const told = later.eventsOf('alice', 'stanza').filter(({ element }) => element.attrs.sid === sid);
      const ids = told.map(({ element }) => element.getChild('message')?.attrs.id);
      expect(ids[0]).toBe('call');
      expect(ids.at(-1)).toBe('m60');
    }
    expect(messageIds(later, 'archived', 'alice')).toEqual(expect.arrayContaining(['call', 'm60']));
    const { dropped } = later.batches[0]!.getChild('events')!.attrs;
    const handedOver = later.eventsOf('alice', 'stanza').length;
    expect(handedOver + Number(dropped)).toBe(3 * 61);
    await place.clear();
  });

  it('tells of drops until the component has them, and no longer', async () => {
    const host = { domain: TENANT, bellhopComponent: BELLHOP, config: 'bellhop_queue_limit = 40' };
    prosody = await startProsody({ hosts: [host], components: COMPONENTS });
    await pingUsers(prosody, TENANT, 50);
    const told = await loseFirstBatch(prosody, { epoch: '1' });
    expect(Number(told.dropped)).toBeGreaterThan(0);
    const again = await loseFirstBatch(prosody, { epoch: '2', instance: told.instance, after: '0' });
    expect(again.dropped).toBe(told.dropped);

    const partner = await connectPartner(prosody);
    await partner.open(TENANT, { epoch: '3', instance: told.instance, after: told.last });
    await prosody.shell(
      `>prosody.hosts["${TENANT}"].events.fire_event("cloud-notify-ping", { user = "fence" })`,
    );
    await partner.nextEventOf('ping', 'fence');
    expect(partner.batches.map((batch) => batch.getChild('events')?.attrs.dropped)).toEqual([undefined]);
    await partner.close();
  });

  it('takes from the longest queue when all hosts together keep too much', async () => {
    const hosts = [TENANT, OTHER_TENANT].map((domain) => ({ domain, bellhopComponent: BELLHOP }));
    const config = 'bellhop_server_queue_limit = 60';
    prosody = await startProsody({ hosts, components: COMPONENTS, config });
    await pingUsers(prosody, OTHER_TENANT, 10);
    await pingUsers(prosody, TENANT, 50);
    await pingUsers(prosody, OTHER_TENANT, 5);
    const partner = await connectPartner(prosody);
    const long = (await partner.nextHello(TENANT)).getChild('hello')!.attrs;
    const short = (await partner.nextHello(OTHER_TENANT)).getChild('hello')!.attrs;
    expect(short).toMatchObject({ kept: '15', dropped: '0' });
    expect(Number(long.kept) + Number(long.dropped)).toBe(50);
    expect(Number(long.kept) + 15).toBeLessThanOrEqual(60);
    await partner.open(TENANT);
    await partner.nextEventOf('ping', 'user-50');
    await partner.close();
  });
});

async function connectPartner(prosody: Prosody): Promise<LinkPartner> {
  return await LinkPartner.connect({ jid: BELLHOP, secret: 'secret', port: prosody.componentPort });
}

/** Opens the link and breaks the stream instead of answering the first batch; tells what that batch said. */
async function loseFirstBatch(prosody: Prosody, open: OpenAttributes) {
  const partner = await connectPartner(prosody);
  const batch = new Promise<XmlElement>((resolve) => partner.answerBatches(resolve));
  await partner.open(TENANT, open);
  const events = (await batch).getChild('events')!;
  await partner.close();
  const { instance = '', dropped } = events.attrs;
  return { instance, dropped, last: String(events.getChildElements().length) };
}

async function pingUsers(prosody: Prosody, domain: string, count: number): Promise<void> {
  const fire = `prosody.hosts["${domain}"].events.fire_event("cloud-notify-ping", { user = "user-" .. i })`;
  await prosody.shell(`>(function () for i = 1, ${count} do ${fire} end end)()`);
}
