import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { eventually } from '../harness/eventually.js';
import { FakeAdapter, LINK, offlineEvent } from '../harness/fake-adapter.js';
import { FakeChatServer } from '../harness/fake-chat-server.js';
import type { ComponentStream } from '../harness/fake-chat-server.js';
import type { LogEvent } from '../harness/stage.js';

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
  const tenant = await api.post<{ id: string }>('/tenants', {
    domain: 'tenant.example',
    connectionId,
    policy: { mergeWindowSeconds: 0 },
  });
  tenantId = tenant.id;
  adapter = new FakeAdapter(stream, 'tenant.example', 'i1');
  await adapter.appear(1);
  await adapter.request('alice', "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>");
  const elsewhere = await chatServer.addConnection(api, 'push.elsewhere.example');
  await api.post('/tenants', { domain: 'elsewhere.example', connectionId: elsewhere });
});
afterAll(async () => {
  await bellhop.stop();
  await chatServer.stop();
});

async function logOf(query = ''): Promise<readonly LogEvent[]> {
  return (await api.get<{ events: LogEvent[] }>(`/tenants/${tenantId}/events${query}`)).events;
}

function warnings(): number {
  return bellhop.log.filter(({ level }) => Number(level) >= 40).length;
}

/** Runs `act` and waits for the one line it leads to in the log. */
async function oneWarning(act: () => Promise<unknown> | void): Promise<void> {
  const before = warnings();
  await act();
  await eventually(() => expect(warnings()).toBe(before + 1), { what: 'one line in the log' });
}

const batch = (prev: number) =>
  `<events xmlns='${LINK}' instance='i1' prev='${prev}'>${offlineEvent('alice', 'forged')}</events>`;

describe("link stanzas that are not the tenant's own", () => {
  it.each([
    ['a user of the tenant', 'mallory@tenant.example'],
    ['a full JID', 'tenant.example/resource'],
    ['a full JID of a user', 'mallory@tenant.example/phone'],
    ['a foreign domain', 'stranger.example'],
    ['a tenant of another connection', 'elsewhere.example'],
    ['a domain that only begins like it', 'tenant.example.evil.example'],
  ])('are refused from %s, with one line in the log, and change nothing', async (_, from) => {
    const events = await logOf();
    await oneWarning(async () => {
      const answer = await stream.request(from, 'set', batch(position));
      expect(answer.attrs.type).toBe('error');
      expect(answer.getChild('error')?.getChild('service-unavailable')).toBeDefined();
    });
    expect(await logOf()).toEqual(events);
  });

  it('are refused when they ask to enable push for somebody', async () => {
    const enable = "<enable xmlns='urn:xmpp:push:0' jid='push.evil.example' node='n'/>";
    const request = `<request xmlns='${LINK}' user='alice' sid='s' resource='r' at='${Date.now()}'>${enable}</request>`;
    const answer = await stream.request('mallory@tenant.example/phone', 'set', request);
    expect(answer.getChild('error')?.getChild('service-unavailable')).toBeDefined();
    const { registrations } = await api.get<{ registrations: { appServer: string }[] }>(
      `/tenants/${tenantId}/registrations`,
    );
    expect(registrations.map(({ appServer }) => appServer)).toEqual(['push.app.example']);
  });

  it('are dropped when they are no iq', async () => {
    await oneWarning(() =>
      stream.send(
        "<message from='mallory@tenant.example' to='push.provider.example'><body>hi</body></message>",
      ),
    );
  });
});

describe('a broken chain', () => {
  it('is told where to go on, and nothing is recorded', async () => {
    const events = await logOf();
    const answer = await adapter.sendEvents(position + 5, [offlineEvent('alice', 'early')]);
    expect(answer.getChild('error')?.attrs.type).toBe('wait');
    expect(answer.getChild('error')?.getChild('position', LINK)?.attrs.seq).toBe(String(position));
    expect(await logOf()).toEqual(events);
  });

  it('of a repeated batch is answered as taken and recorded once', async () => {
    const events = [offlineEvent('alice', 'repeated')];
    const [first] = await Promise.all([adapter.sendEvents(position, events), adapter.nextPublishes()]);
    expect(first.attrs.type).toBe('result');
    const count = (await logOf()).length;
    expect((await adapter.sendEvents(position, events)).attrs.type).toBe('result');
    expect(await logOf()).toHaveLength(count);
    position += 1;
  });

  it('of a batch that overlaps takes only the new part', async () => {
    const overlapping = [offlineEvent('alice', 'repeated'), offlineEvent('alice', 'fresh')];
    const [answer, publishes] = await Promise.all([
      adapter.sendEvents(position - 1, overlapping),
      adapter.nextPublishes(),
    ]);
    expect(publishes).toHaveLength(1);
    expect(answer.attrs.type).toBe('result');
    position += 1;
  });
});

describe('link stanzas that cannot be read', () => {
  it.each([
    ['without prev', `<events xmlns='${LINK}' instance='i1'/>`],
    ['with a prev that is no number', `<events xmlns='${LINK}' instance='i1' prev='many'/>`],
  ])('are refused as bad requests: a batch %s', async (_, payload) => {
    await oneWarning(async () => {
      const answer = await stream.request('tenant.example', 'set', payload);
      expect(answer.getChild('error')?.getChild('bad-request')).toBeDefined();
    });
  });

  it.each([
    ['an unknown kind of event', "<surprise at='1'/>"],
    [
      'an event without time',
      "<stanza on='offline' user='alice' ref='r' live=''><message xmlns='jabber:client'/></stanza>",
    ],
    ['a NUL byte in the account', offlineEvent('ali\u0000ce', 'nul')],
    ['a NUL byte in the mark', offlineEvent('alice', 'nul\u0000')],
  ])('are committed as unreadable, so that nothing waits behind them: %s', async (_, event) => {
    const behind = offlineEvent('alice', `behind ${position}`);
    const [answer, publishes] = await Promise.all([
      adapter.sendEvents(position, [event, behind]),
      adapter.nextPublishes(),
    ]);
    expect(publishes).toHaveLength(1);
    expect(answer.attrs.type).toBe('result');
    position += 2;
    const [unreadable] = await logOf('?kind=unreadable&limit=1');
    expect(unreadable).toMatchObject({ reason: 'unreadable', account: null });
  });

  it('are refused as bad requests: an enable without user', async () => {
    const request = `<request xmlns='${LINK}'><enable xmlns='urn:xmpp:push:0' jid='push.app.example'/></request>`;
    const answer = await stream.request('tenant.example', 'set', request);
    expect(answer.getChild('error')?.getChild('bad-request')).toBeDefined();
  });
});

describe('an answer to a publish', () => {
  const strikes = async (): Promise<number | undefined> => {
    const path = `/tenants/${tenantId}/registrations`;
    return (await api.get<{ registrations: { strikes: number }[] }>(path)).registrations[0]?.strikes;
  };
  const errorReply = (publishId = '', type = 'cancel', condition = 'item-not-found'): string => {
    const error = `<error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
    return `<reply id='${publishId}' at='${Date.now()}'>${error}</reply>`;
  };

  it('counts once, however often it is reported', async () => {
    const [, [publish]] = await Promise.all([
      adapter.sendEvents(position, [offlineEvent('alice', 'answered')]),
      adapter.nextPublishes(),
    ]);
    position += 1;
    const reply = errorReply(publish?.attrs.id);
    await adapter.sendEvents(position, [reply, reply]);
    position += 2;
    await adapter.sendEvents(position, [reply]);
    position += 1;
    expect(await strikes()).toBe(1);
  });

  it('that is final keeps its strike when a passing one follows in the same batch', async () => {
    await adapter.request('alice', "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>");
    const [, publishes] = await Promise.all([
      adapter.sendEvents(position, [offlineEvent('alice', 'final'), offlineEvent('alice', 'passing')]),
      adapter.nextPublishes(),
    ]);
    position += 2;
    const [final, passing] = publishes.map(({ attrs }) => attrs.id);
    await adapter.sendEvents(position, [
      errorReply(final),
      errorReply(passing, 'wait', 'resource-constraint'),
    ]);
    position += 2;
    expect(await strikes()).toBe(1);
  });

  it('to a publish that nobody knows changes nothing', async () => {
    const reply = `<reply id='01890000-0000-7000-8000-000000000000' at='${Date.now()}'/>`;
    expect((await adapter.sendEvents(position, [reply, "<reply id='nonsense' at='1'/>"])).attrs.type).toBe(
      'result',
    );
    position += 2;
  });
});
