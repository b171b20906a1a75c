import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { superuser } from '../harness/embedded-postgres.js';
import { eventually } from '../harness/eventually.js';
import { FakeAdapter, LINK, offlineEvent } from '../harness/fake-adapter.js';
import type { ComponentStream, FakeChatServer } from '../harness/fake-chat-server.js';
import { openFakeLink } from '../harness/fake-link.js';
import type { FakeLink } from '../harness/fake-link.js';
import type { LogEvent, LogPush } from '../harness/stage.js';
import type { XmlElement } from '../harness/xml.js';

let bellhop: Bellhop;
let api: ApiClient;
const chatServers: FakeChatServer[] = [];

beforeAll(async () => {
  bellhop = await startBellhop();
  api = await bellhop.setUp();
});
afterAll(async () => {
  await bellhop.stop();
  await Promise.all(chatServers.map((server) => server.stop()));
});

/** A chat server with one tenant whose link is open, and an account with a registration: alice. */
async function openLink(name: string): Promise<FakeLink> {
  const link = await openFakeLink(api, name, { mergeWindowSeconds: 0 });
  chatServers.push(link.chatServer);
  await link.adapter.request('alice', "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>");
  return link;
}

async function comesBack(chatServer: FakeChatServer, domain: string): Promise<FakeAdapter> {
  const stream = await chatServer.nextStream({ timeoutMs: 30_000 });
  return new FakeAdapter(stream, domain, 'i1');
}

async function offlineEvents(tenantId: string): Promise<readonly LogEvent[]> {
  return (await api.get<{ events: LogEvent[] }>(`/tenants/${tenantId}/events?kind=offline`)).events;
}

async function onlyPush(tenantId: string): Promise<LogPush> {
  const pushes = (await offlineEvents(tenantId)).flatMap(({ decisions }) =>
    decisions.flatMap(({ push }) => push ?? []),
  );
  expect(pushes).toHaveLength(1);
  return pushes[0] as LogPush;
}

async function inDatabase(sql: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client(await superuser(bellhop.dataFolder));
  await client.connect();
  await client.query(sql, [...values]);
  await client.end();
}

function publishesIq(stream: ComponentStream): Promise<XmlElement> {
  return stream.next((stanza) => stanza.getChild('publishes', LINK) !== undefined, { what: 'publishes' });
}

function openIq(stream: ComponentStream, timeoutMs = 10_000): Promise<XmlElement> {
  return stream.next((stanza) => stanza.getChild('open', LINK) !== undefined, { what: 'open', timeoutMs });
}

describe('a push', () => {
  it('that the adapter had not taken over when the stream broke is published again', async () => {
    const { chatServer, stream, domain, adapter, tenantId } = await openLink('broken');
    const events = [offlineEvent('alice', 'r')];
    adapter.sendEvents(0, events).catch(() => undefined);
    await publishesIq(stream);
    await stream.drop();
    const again = await comesBack(chatServer, domain);
    const { after } = await again.appear(1);
    const [answer, publishes] = await Promise.all([
      again.sendEvents(Number(after), events.slice(Number(after))),
      again.nextPublishes(),
    ]);
    expect(answer.attrs.type).toBe('result');
    expect(publishes).toHaveLength(1);
    expect(await offlineEvents(tenantId)).toHaveLength(1);
  });

  it.each([
    ['two days behind', 'behind', -172_800_000],
    ['an hour ahead', 'ahead', 3_600_000],
  ])('of a chat server whose clock is %s is settled by its reply', async (_, name, offsetMs) => {
    const { adapter, tenantId } = await openLink(name);
    // The device was enabled by the same clock.
    await inDatabase("update registrations set first_enabled_at = 'epoch' where tenant_id = $1", [tenantId]);
    const clock = () => Date.now() + offsetMs;
    const [, [publish]] = await Promise.all([
      adapter.sendEvents(0, [offlineEvent('alice', 'r', clock())], clock()),
      adapter.nextPublishes(),
    ]);
    await adapter.sendEvents(1, [`<reply id='${publish?.attrs.id}' at='${clock()}'/>`], clock());
    expect((await onlyPush(tenantId)).outcome).toBe('accepted');
  });

  it('is answered when the chat server heard the answer, however late and by whatever clock it tells', async () => {
    const { adapter, tenantId } = await openLink('late-answer');
    const [, [publish]] = await Promise.all([
      adapter.sendEvents(0, [offlineEvent('alice', 'r')]),
      adapter.nextPublishes(),
    ]);
    // Instead of waiting: the publish is made a minute older than it is.
    const minuteAgo = JSON.stringify([
      { sentAt: new Date(Date.now() - 60_000), answeredAt: null, answer: null },
    ]);
    await inDatabase('update open_pushes set attempts = $2 where tenant_id = $1', [tenantId, minuteAgo]);
    const fast = Date.now() + 3_600_000;
    await adapter.sendEvents(1, [`<reply id='${publish?.attrs.id}' at='${fast - 30_000}'/>`], fast);
    const [attempt] = (await onlyPush(tenantId)).attempts;
    const tookMs = Date.parse(attempt?.answeredAt ?? '') - Date.parse(attempt?.sentAt ?? '');
    expect(tookMs).toBeGreaterThan(20_000);
    expect(tookMs).toBeLessThan(45_000);
  });
});

describe('the link', () => {
  it('goes on after a commit whose answer was lost', async () => {
    const { stream, adapter, tenantId } = await openLink('lost-commit');
    // What the database knows of a commit that Bellhop takes for failed.
    await inDatabase('update link_positions set position = 1 where tenant_id = $1', [tenantId]);
    const [answer] = await Promise.all([
      adapter.sendEvents(0, [offlineEvent('alice', 'r')]),
      adapter.nextPublishes(),
    ]);
    expect(answer.getChild('error')?.attrs.type).toBe('wait');
    const iq = await openIq(stream);
    expect(iq.getChild('open', LINK)?.attrs).toMatchObject({ instance: 'i1', after: '1' });
    stream.answer(iq, `<open xmlns='${LINK}' instance='i1' next='2'/>`);
    const [next] = await Promise.all([
      adapter.sendEvents(1, [offlineEvent('alice', 's')]),
      adapter.nextPublishes(),
    ]);
    expect(next.attrs.type).toBe('result');
  });

  it('tells the adapter a changed policy again that it could not take', async () => {
    const { stream, domain, tenantId } = await openLink('narrowed');
    await api.patch(`/tenants/${tenantId}/policy`, { withBody: true });
    const iq = await openIq(stream);
    const error =
      "<error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    stream.send(`<iq from='${domain}' to='${stream.jid}' type='error' id='${iq.attrs.id}'>${error}</iq>`);
    expect((await openIq(stream, 20_000)).getChild('open', LINK)?.attrs.text).toBe('body');
  });
});

describe('a chat server that sends the component elsewhere', () => {
  it.each([
    ['nowhere', 'nowhere', ''],
    ['to another host', 'elsewhere', '127.0.0.1:9'],
  ])('%s is connected to again', async (_, name, host) => {
    const { chatServer, stream, domain } = await openLink(name);
    stream.send(
      `<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>${host}</see-other-host></stream:error>`,
    );
    await (await comesBack(chatServer, domain)).appear(1);
  });
});

describe('a connection whose secret was encrypted under another key', () => {
  it('halts and says so, until the secret is entered again; the others are served', async () => {
    const { chatServer, connectionId } = await openLink('undecryptable');
    await inDatabase("update connections set secret = 'junk' where id = $1", [connectionId]);
    await eventually(async () => {
      const connection = await api.get(`/connections/${connectionId}`);
      expect(connection).toMatchObject({
        state: 'halted',
        stateDetail: expect.stringContaining('Enter it again'),
      });
    });
    await openLink('beside');
    await api.patch(`/connections/${connectionId}`, { secret: chatServer.secret });
    await chatServer.nextStream();
  });
});

describe('a chat server whose name cannot be stored', () => {
  it('does not hold up what is told of the others', async () => {
    const { stream, domain } = await openLink('nameless');
    const hello = `<hello xmlns='${LINK}' server='Na\u0000me' version='1' instance='i1'/>`;
    for (const from of ['stranger.example', 'str\u0000nger.example', domain]) {
      stream.send(`<message from='${from}' to='${stream.jid}'>${hello}</message>`);
    }
    const { tenantId } = await openLink('named');
    await eventually(async () => {
      expect(await api.get(`/tenants/${tenantId}`)).toMatchObject({ link: { state: 'open' } });
    });
  });
});

describe('a client that sends requests without end', () => {
  it('does not keep the clients of another tenant on the same connection waiting', async () => {
    const { stream, adapter, connectionId } = await openLink('flooded');
    await api.post('/tenants', { domain: 'quiet.example', connectionId });
    const quiet = new FakeAdapter(stream, 'quiet.example', 'i1');
    await quiet.appear(1);
    const enable = (node: number) =>
      `<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='${node}'/>`;
    const flood = Array.from({ length: 3_000 }, (_, node) =>
      adapter.request('mallory', enable(node)).catch(() => null),
    );
    expect((await quiet.request('bob', enable(0))).attrs.type).toBe('result');
    const last = await flood.at(-1);
    expect(last?.getChild('error')?.attrs.type).toBe('wait');
  });
});

describe('much in hand on one stream', () => {
  it('does not keep Bellhop from reading the answers that it waits for', async () => {
    const { adapter, tenantId } = await openLink('busy');
    const batches = Array.from({ length: 300 }, (_, number) =>
      adapter.sendEvents(number, [offlineEvent('alice', `busy ${number}`)]),
    );
    for (let taken = 0; taken < batches.length; taken += 1) await adapter.nextPublishes();
    const answers = await Promise.all(batches);
    expect(answers.filter(({ attrs }) => attrs.type !== 'result')).toEqual([]);
    const events = await api.get<{ events: LogEvent[] }>(
      `/tenants/${tenantId}/events?kind=offline&limit=200`,
    );
    expect(events.events).toHaveLength(200);
  });

  it('is bounded: what is beyond is told to wait', async () => {
    const { adapter } = await openLink('flood');
    const batches = Array.from({ length: 600 }, (_, number) =>
      adapter.sendEvents(number, [offlineEvent('alice', `flood ${number}`)]),
    );
    // The others stay without an answer: nobody takes their publishes.
    void Promise.allSettled(batches);
    const putOff = await Promise.race(batches.slice(520));
    expect(putOff.getChild('error')?.attrs.type).toBe('wait');
  });
});
