import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { XmlElement } from '../harness/xml.js';
import { Inbox } from '../harness/inbox.js';
import { connectNamed } from './held-phone.js';
import { LINK, readBatch, refuse } from './link-partner.js';
import { OTHER_TENANT, Place, TENANT } from './place.js';

describe('the link', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start();
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  const ping = (user: string, domain = TENANT) =>
    place.fireEvent(domain, 'cloud-notify-ping', `{ user = '${user}' }`);

  it('begins with a hello of every tenant when the component connects', async () => {
    const partner = await place.connectPartner();
    for (const tenant of [TENANT, OTHER_TENANT]) {
      const hello = (await partner.nextHello(tenant)).getChild('hello', LINK)!;
      expect(hello.attrs).toMatchObject({ adapter: 'prosody', dropped: '0' });
      expect(hello.attrs.server).toMatch(/^Prosody /);
      expect(hello.attrs.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect((await partner.probe(tenant)).getChild('hello', LINK)?.attrs).toEqual(hello.attrs);
    }
  });

  it('tells the instance and the next number when it is opened', async () => {
    const partner = await place.connectPartner();
    const { instance, last } = (await partner.probe(TENANT)).getChild('hello')!.attrs;
    const opened = (await partner.open(TENANT, { epoch: place.nextEpoch() })).getChild('open', LINK)!;
    expect(opened.attrs).toEqual({ xmlns: LINK, instance, next: String(Number(last) + 1) });
  });

  it('refuses an epoch lower than the one in force', async () => {
    const partner = await place.openLink();
    const answer = await partner.open(TENANT, { epoch: '0' });
    expect(answer.getChild('error')?.getChild('conflict')).toBeDefined();
    await place.fence(partner);
  });

  it('refuses an open that is not complete or not a number', async () => {
    const partner = await place.connectPartner();
    for (const wrong of [{ epoch: 'x' }, { epoch: '-1' }, { epoch: '9', batch: '1.5' }]) {
      const answer = await partner.open(TENANT, wrong);
      expect(answer.getChild('error')?.getChild('bad-request')).toBeDefined();
    }
  });

  it('ignores what it does not know, as a later version may say it', async () => {
    const partner = await place.connectPartner();
    const epoch = place.nextEpoch();
    const unknown = `<new xmlns='${LINK}'/><new xmlns='urn:new'/>`;
    const set = async (payload: string) =>
      (await partner.component.request(TENANT, 'set', payload)).attrs.type;
    expect(
      await set(`<open xmlns='${LINK}' epoch='${epoch}' after='' text='new' new='1'>${unknown}</open>`),
    ).toBe('result');
    const { session } = await connectNamed(place, partner, 'versions');
    const name = `xmlns='${LINK}' user='versions' sid='${session.sid}' new='1'`;
    expect(await set(`<hold ${name} seconds='60'>${unknown}</hold>`)).toBe('result');
    expect(await set(`<release ${name} forget='new'>${unknown}</release>`)).toBe('result');
    partner.answerBatches((iq, component) => component.answer(iq, unknown), refuse());
    await ping('unknown-1');
    await ping('unknown-2');
    await partner.nextEventOf('ping', 'unknown-2');
  });

  it('numbers the events of consecutive batches without a gap', async () => {
    const partner = await place.openLink();
    for (const user of ['a1', 'a2', 'a3']) await ping(user);
    const numbers = [];
    for (const user of ['a1', 'a2', 'a3']) numbers.push((await partner.nextEventOf('ping', user)).number);
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
  });

  it('gathers while an answer is outstanding', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    const held = new Inbox<() => void>();
    partner.answerBatches((iq, component) => held.put(() => component.answer(iq)));
    await ping('g1');
    const answerFirst = await held.next();
    const before = partner.batches.length;
    await ping('g2');
    await ping('g3');
    expect(partner.batches).toHaveLength(before);
    answerFirst();
    await partner.nextEventOf('ping', 'g3');
    expect(partner.batches).toHaveLength(before + 1);
  });

  it('sends full batches up to the window while answers are outstanding', async () => {
    const partner = await place.connectPartner();
    const held = new Inbox<XmlElement>();
    const hold = (iq: XmlElement) => held.put(iq);
    partner.answerBatches(hold, hold);
    await partner.open(TENANT, { epoch: place.nextEpoch(), batch: '2', window: '2' });
    for (const user of ['w1', 'w2', 'w3', 'w4', 'w5']) await ping(user);
    const [first, second] = [await held.next(), await held.next()];
    expect(readBatch(first).length + readBatch(second).length).toBe(3);
    expect(partner.batches).toHaveLength(2);
    // The answer to the second settles the first as well.
    partner.component.answer(second);
    await partner.nextEventOf('ping', 'w5');
    const last = readBatch(partner.batches.at(-1)!).at(-1)!.number;
    const reopened = await partner.open(TENANT, { epoch: place.nextEpoch() });
    expect(reopened.getChild('open')?.attrs.next).toBe(String(last + 1));
  });

  it('keeps a batch within the bytes asked for, one event at least', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.close();
    for (const user of ['b1', 'b2', 'b3']) await ping(user);
    const later = await place.connectPartner();
    await later.open(TENANT, { epoch: place.nextEpoch(), bytes: '10' });
    await later.nextEventOf('ping', 'b3');
    expect(later.batches.map((batch) => readBatch(batch).length)).toEqual([1, 1, 1]);
  });

  it('sends a refused event again under the same number, after the position given', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.close();
    for (const user of ['r1', 'r2', 'r3']) await ping(user);
    const later = await place.connectPartner();
    const refused = new Inbox<number>();
    later.answerBatches((iq, component) => {
      const first = readBatch(iq)[0]!.number;
      refused.put(first);
      refuse(first, 50)(iq, component);
    });
    await later.open(TENANT, { epoch: place.nextEpoch() });
    const first = await refused.next();
    expect((await later.nextEventOf('ping', 'r2')).number).toBe(first + 1);
    expect((await later.nextEventOf('ping', 'r3')).number).toBe(first + 2);
    expect(later.eventsOf('r1', 'ping')).toEqual([]);
  });

  it('starts again after the last acknowledged event when a refusal names no position', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    partner.answerBatches(refuse());
    await ping('s1');
    const { number } = await partner.nextEventOf('ping', 's1');
    const [refused, accepted] = partner.batches.slice(-2).map((batch) => readBatch(batch)[0]!.number);
    expect([refused, accepted]).toEqual([number, number]);
  });

  it('says hello again when the component is behind what it acknowledged', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.nextHello(TENANT);
    partner.answerBatches(refuse(0));
    await ping('h1');
    await partner.nextHello(TENANT);
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    await partner.nextEventOf('ping', 'h1');
  });

  it('says hello again when events are refused for good', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.nextHello(TENANT);
    partner.answerBatches((iq, component) => component.answerError(iq, 'cancel', 'service-unavailable'));
    await ping('h2');
    await partner.nextHello(TENANT);
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    await partner.nextEventOf('ping', 'h2');
  });

  it('goes on after the position that the component names when it opens', async () => {
    const partner = await place.openLink();
    partner.answerBatches(() => undefined);
    await ping('p1');
    await ping('p2');
    const { instance } = (await partner.probe(TENANT)).getChild('hello')!.attrs;
    const unanswered = readBatch(partner.batches.at(-1)!);
    const after = String(unanswered.at(-1)!.number);
    const opened = await partner.open(TENANT, { epoch: place.nextEpoch(), instance: instance!, after });
    expect(opened.getChild('open')?.attrs.next).toBe(String(Number(after) + 1));
    await partner.nextEventOf('ping', 'p2');
    expect(partner.eventsOf('p1', 'ping')).toEqual([]);
  });

  it('shows the gap when the component names a position that is no longer kept', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    const { instance, last } = (await partner.probe(TENANT)).getChild('hello')!.attrs;
    const epoch = place.nextEpoch();
    const opened = await partner.open(TENANT, { epoch, instance: instance!, after: '0' });
    expect(opened.getChild('open')?.attrs).toMatchObject({ instance, next: String(Number(last) + 1) });
  });

  it('starts a new instance when the component names a position that was never given', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.close();
    await ping('n1');
    const later = await place.connectPartner();
    const { instance } = (await later.probe(TENANT)).getChild('hello')!.attrs;
    const epoch = place.nextEpoch();
    const opened = await later.open(TENANT, { epoch, instance: instance!, after: '1000000' });
    expect(opened.getChild('open')?.attrs.next).toBe('1');
    expect(opened.getChild('open')?.attrs.instance).not.toBe(instance);
    expect((await later.nextEventOf('ping', 'n1')).number).toBe(1);
  });

  it('keeps events while the component is away and hands them over when it is back', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.component.drop();
    await ping('d1');
    await ping('d2');
    const later = await place.connectPartner();
    expect((await later.nextHello(TENANT)).getChild('hello')?.attrs.kept).toBe('2');
    await later.open(TENANT, { epoch: place.nextEpoch() });
    await later.nextEventOf('ping', 'd1');
    await later.nextEventOf('ping', 'd2');
  });

  it('hands over again what was not acknowledged when the component went away', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    const seen = new Inbox<number>();
    partner.answerBatches((iq) => seen.put(readBatch(iq)[0]!.number));
    await ping('u1');
    const number = await seen.next();
    await partner.component.drop();
    const later = await place.openLink();
    expect((await later.nextEventOf('ping', 'u1')).number).toBe(number);
  });

  it('keeps queue, instance and numbers over a reload, and says hello', async () => {
    const partner = await place.openLink();
    await place.fence(partner);
    await partner.nextHello(TENANT);
    const before = (await partner.probe(TENANT)).getChild('hello')!.attrs;
    partner.answerBatches(() => undefined);
    await ping('l1');
    await ping('l2');
    await place.prosody.reloadModule(TENANT);
    const hello = (await partner.nextHello(TENANT)).getChild('hello')!.attrs;
    expect(hello).toMatchObject({ instance: before.instance, kept: '2' });
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    expect((await partner.nextEventOf('ping', 'l1')).number).toBe(Number(before.last) + 1);
    expect((await partner.nextEventOf('ping', 'l2')).number).toBe(Number(before.last) + 2);
  });

  it('does not care about a second stream that the server refuses', async () => {
    const partner = await place.openLink();
    await expect(place.connectPartner()).rejects.toThrow(/conflict/);
    await place.fence(partner);
  });

  it('serves each tenant on the same component by itself', async () => {
    const partner = await place.openLink(TENANT);
    const epoch = place.nextEpoch();
    const opened = await partner.open(OTHER_TENANT, { epoch });
    const own = (await partner.probe(TENANT)).getChild('hello')!.attrs;
    expect(opened.getChild('open')?.attrs.instance).not.toBe(own.instance);
    partner.answerBatches(refuse());
    await ping('t1', TENANT);
    await ping('t2', OTHER_TENANT);
    expect((await partner.nextEventOf('ping', 't2')).tenant).toBe(OTHER_TENANT);
    expect((await partner.nextEventOf('ping', 't1')).tenant).toBe(TENANT);
  });

  it('begins a new instance when the chat server is started again', async () => {
    const partner = await place.openLink();
    const before = (await partner.probe(TENANT)).getChild('hello')!.attrs.instance;
    await place.prosody.kill();
    await partner.component.closed;
    await place.prosody.start();
    const later = await place.connectPartner();
    const opened = await later.open(TENANT, { epoch: '1', instance: before!, after: '17' });
    expect(opened.getChild('open')?.attrs.instance).not.toBe(before);
    expect(opened.getChild('open')?.attrs.next).toBe('1');
  });
});
