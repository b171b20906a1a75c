import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { FakeAdapter, LINK, offlineEvent, sessionEvent, stanzaEvent } from '../harness/fake-adapter.js';
import { FakeChatServer } from '../harness/fake-chat-server.js';
import type { ComponentStream } from '../harness/fake-chat-server.js';
import type { LogEvent } from '../harness/stage.js';
import type { XmlElement } from '../harness/xml.js';

const DOMAIN = 'tenant.example';
const ENABLE = "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>";

let bellhop: Bellhop;
let api: ApiClient;
let chatServer: FakeChatServer;
let stream: ComponentStream;
let adapter: FakeAdapter;
let tenantId: string;
let position = 0;

beforeAll(async () => {
  [bellhop, chatServer] = await Promise.all([startBellhop(), FakeChatServer.start()]);
  api = await bellhop.setUp();
  const connectionId = await chatServer.addConnection(api, 'push.provider.example');
  stream = await chatServer.nextStream();
  const policy = { mergeWindowSeconds: 0 };
  const tenant = await api.post<{ id: string }>('/tenants', { domain: DOMAIN, connectionId, policy });
  tenantId = tenant.id;
  adapter = new FakeAdapter(stream, DOMAIN, 'i1');
  await adapter.appear(1);
  await adapter.request('alice', ENABLE);
});
afterAll(async () => {
  await bellhop.stop();
  await chatServer.stop();
});

/** Hands events over and lets their publishes be taken over, until the batch is answered. */
async function hand(events: readonly string[], publishIqs: number): Promise<readonly XmlElement[]> {
  const answer = adapter.sendEvents(position, events);
  const publishes: XmlElement[] = [];
  for (let taken = 0; taken < publishIqs; taken += 1) publishes.push(...(await adapter.nextPublishes()));
  expect((await answer).attrs.type).toBe('result');
  position += events.length;
  return publishes;
}

async function newest(kind: string): Promise<LogEvent | undefined> {
  const path = `/tenants/${tenantId}/events?kind=${kind}&limit=1`;
  return (await api.get<{ events: LogEvent[] }>(path)).events[0];
}

describe('a session that nobody knows', () => {
  it.each(['hibernation', 'queued', 'unacked'])('is recorded as another one: %s', async (on) => {
    await hand([stanzaEvent('alice', `${on} unknown`, { on, sid: 'nobody', live: 'nobody' })], 0);
    expect(await newest(on)).toMatchObject({ decisions: [{ reason: 'other-session', push: null }] });
  });

  it('costs nothing when an order for it is refused', async () => {
    const seen = { on: 'archived', live: 'alice-session' };
    const sent = adapter.sendEvents(position, [stanzaEvent('alice', 'gone', seen)]);
    await adapter.nextPublishes();
    const order = await stream.next((stanza) => stanza.getChild('hold', LINK) !== undefined);
    const { id } = order.attrs;
    const error =
      "<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    stream.send(`<iq type='error' id='${id}' from='${DOMAIN}' to='${stream.jid}'>${error}</iq>`);
    expect((await sent).attrs.type).toBe('result');
    position += 1;
    expect(await hand([offlineEvent('alice', 'after the refusal')], 1)).toHaveLength(1);
  });
});

describe('an adapter of another version', () => {
  it('is understood as far as it says what is known', async () => {
    const later = offlineEvent('alice', 'later').replace("on='", "colour='green' on='");
    const wider = later.replace('</stanza>', "<mood xmlns='urn:example:mood'/></stanza>");
    const publishes = await hand(
      [wider, "<weather at='1' user='alice'/>", offlineEvent('alice', 'known')],
      1,
    );
    expect(publishes).toHaveLength(2);
    expect(await newest('unreadable')).toMatchObject({ detail: 'unknown event' });
  });
});

describe('a form with 10,000 fields', () => {
  it('is refused by name, and nothing is kept', async () => {
    const form = `<x xmlns='jabber:x:data' type='submit'>${"<field var='f'/>".repeat(10_000)}</x>`;
    const enable = `<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='huge'>${form}</enable>`;
    const answer = await adapter.request('mallory', enable);
    const error = answer.getChild('error');
    expect(error?.getChild('policy-violation')).toBeDefined();
    expect(error?.getChildText('text')).toContain('larger than 16384 bytes');
    const path = `/tenants/${tenantId}/registrations?account=mallory@${DOMAIN}`;
    expect((await api.get<{ registrations: unknown[] }>(path)).registrations).toEqual([]);
  });
});

describe('link stanzas in any order', () => {
  /** What an adapter gone wrong may send as an iq; each has to be answered once. */
  const iqs: readonly (() => string)[] = [
    () => `<hello xmlns='${LINK}'/>`,
    () => `<open xmlns='${LINK}' epoch='1' instance='' after=''/>`,
    () => `<events xmlns='${LINK}' instance='i1' prev='0'/>`,
    () => `<events xmlns='${LINK}' instance='i1' prev='${position}'/>`,
    () =>
      `<events xmlns='${LINK}' instance='i1' prev='${position + 7}'>${offlineEvent('alice', 'far')}</events>`,
    () =>
      `<events xmlns='${LINK}' instance='other' prev='${position}'>${offlineEvent('alice', 'x')}</events>`,
    () => `<events xmlns='${LINK}' instance='i1' prev='-1'>${offlineEvent('alice', 'x')}</events>`,
    () => `<events xmlns='${LINK}'/>`,
    () => `<request xmlns='${LINK}'/>`,
    () => `<request xmlns='${LINK}' user='bob' sid='s' resource='r' at='1'><other/></request>`,
    () => `<publishes xmlns='${LINK}'/>`,
    () => `<hold xmlns='${LINK}' user='alice' sid='alice-session' seconds='5'/>`,
    () => `<release xmlns='${LINK}' user='alice' sid='alice-session'/>`,
    () => "<query xmlns='jabber:iq:version'/>",
    () => '',
  ];

  it('are each answered once, and the link works afterwards', async () => {
    const orders = fc.sample(fc.array(fc.nat(iqs.length - 1), { minLength: 20, maxLength: 60 }), {
      numRuns: 20,
      seed: 357,
    });
    for (const [round, order] of orders.entries()) {
      const answers = await Promise.all(
        order.map((index) => stream.request(DOMAIN, round % 3 === 0 ? 'get' : 'set', iqs[index]?.() ?? '')),
      );
      expect(answers.filter(({ attrs }) => attrs.type !== 'result' && attrs.type !== 'error')).toEqual([]);
      const events = [
        sessionEvent('alice', 'alice-session', 'bound'),
        offlineEvent('alice', `round ${round}`),
      ];
      expect(await hand(events, 1)).toHaveLength(1);
    }
    const answered = stream.received
      .filter(({ attrs }) => attrs.type === 'result' || attrs.type === 'error')
      .map(({ attrs }) => attrs.id);
    expect(new Set(answered).size).toBe(answered.length);
  });
});
