import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { FakeAdapter, offlineEvent, sessionEvent, stanzaEvent } from '../harness/fake-adapter.js';
import type { FakeChatServer } from '../harness/fake-chat-server.js';
import { openFakeLink } from '../harness/fake-link.js';
import type { FakeLink } from '../harness/fake-link.js';
import type { LogEvent } from '../harness/stage.js';
import type { XmlElement } from '../harness/xml.js';

const MINUTE_MS = 60_000;
const TYPING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

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

/** A tenant whose link is open, with alice, whose session `alice-session` has enabled push. */
async function openLink(name: string): Promise<FakeLink> {
  const link = await openFakeLink(api, name);
  chatServers.push(link.chatServer);
  await link.adapter.request('alice', "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>");
  return link;
}

async function decisionsOf(tenantId: string, kind: string) {
  const { events } = await api.get<{ events: LogEvent[] }>(`/tenants/${tenantId}/events?kind=${kind}`);
  return events.toReversed().flatMap(({ decisions }) => decisions);
}

function summaryOf(publish: XmlElement | undefined): string {
  const text = publish?.toString() ?? '';
  return text.includes('New Message!') ? 'important' : 'unimportant';
}

const HIBERNATING = 'alice-session+~';
const queued = (ref: string, children?: string) =>
  stanzaEvent('alice', ref, { on: 'queued', sid: 'alice-session', live: HIBERNATING, children });

describe('stanzas for a session that hibernates', () => {
  it('share one push of each importance per second, and each says by which it is told', async () => {
    const { adapter, tenantId } = await openLink('batch');
    const events = [queued('a', TYPING), queued('b'), queued('c'), queued('d', TYPING)];
    await adapter.sendEvents(0, events);

    const publishes = await adapter.nextPublishes();

    expect(publishes.map(summaryOf)).toEqual(['unimportant', 'important']);
    const [unimportant, important] = publishes.map(({ attrs }) => attrs.id);
    expect((await adapter.nextOrder()).toString()).toContain('<release');
    expect(await decisionsOf(tenantId, 'queued')).toMatchObject([
      { reason: 'queued', push: { id: unimportant } },
      { reason: 'queued', push: { id: important } },
      { reason: 'covered', push: { id: important } },
      { reason: 'covered', push: { id: unimportant } },
    ]);
  });

  it('are not pushed when the phone comes back within the second', async () => {
    const { adapter, tenantId } = await openLink('back');
    await adapter.sendEvents(0, [
      queued('a'),
      sessionEvent('alice', 'alice-session', 'resumed', 'alice-session+'),
    ]);
    // A second batch has a window that closes later: had the first been kept, its push would come before.
    await adapter.sendEvents(2, [queued('b')]);
    const publishes = await adapter.nextPublishes();
    expect(publishes).toHaveLength(1);
    expect(await decisionsOf(tenantId, 'queued')).toMatchObject([
      { reason: 'queued', push: null },
      { reason: 'queued', push: { id: publishes[0]?.attrs.id } },
    ]);
    expect(await decisionsOf(tenantId, 'session')).toMatchObject([{ reason: 'came-back' }]);
  });

  it('are pushed after a kill -9, by the push that the log had promised', async () => {
    const { chatServer, adapter, domain, tenantId } = await openLink('killed');
    await adapter.sendEvents(0, [queued('a')]);
    await bellhop.kill();
    await bellhop.start();
    const again = new FakeAdapter(await chatServer.nextStream({ timeoutMs: 30_000 }), domain, 'i1');
    await again.appear(2);

    const [publish] = await again.nextPublishes();

    expect(await decisionsOf(tenantId, 'queued')).toMatchObject([
      { reason: 'queued', push: { id: publish?.attrs.id } },
    ]);
  });
});

describe('messages shortly after a push', () => {
  it('share one at the end of the merge window', async () => {
    const { adapter, tenantId } = await openLink('merge');
    await Promise.all([adapter.sendEvents(0, [offlineEvent('alice', 'a')]), adapter.nextPublishes()]);
    await adapter.sendEvents(1, [offlineEvent('alice', 'b'), offlineEvent('alice', 'c')]);

    const publishes = await adapter.nextPublishes();

    expect(publishes.map(summaryOf)).toEqual(['important']);
    expect(await decisionsOf(tenantId, 'offline')).toMatchObject([
      { reason: 'stored-offline' },
      { reason: 'merged', push: { id: publishes[0]?.attrs.id } },
      { reason: 'merged', push: { id: publishes[0]?.attrs.id } },
    ]);
  });
});

describe('a backlog', () => {
  const hourAgo = () => Date.now() - 60 * MINUTE_MS;

  it('leads to one push for all of it', async () => {
    const { adapter, tenantId } = await openLink('backlog');
    await enableLongAgo(adapter, 'bert');
    const old = ['a', 'b', 'c'].map((ref) => offlineEvent('bert', ref, hourAgo()));
    await adapter.sendEvents(0, old);

    const publishes = await adapter.nextPublishes();

    expect(publishes).toHaveLength(1);
    const push = { id: publishes[0]?.attrs.id };
    const told = { reason: 'backlog', push };
    expect(await decisionsOf(tenantId, 'offline')).toMatchObject([told, told, told]);
    await adapter.sendEvents(3, [offlineEvent('bert', 'd', hourAgo())]);
    expect(await decisionsOf(tenantId, 'offline')).toMatchObject([told, told, told, told]);
  });

  it('is told from a clock that is slow', async () => {
    const { adapter, tenantId } = await openLink('slow-clock');
    await enableLongAgo(adapter, 'bert');
    const sent = adapter.sendEvents(0, [offlineEvent('bert', 'a', hourAgo())], hourAgo());
    await Promise.all([sent, adapter.nextPublishes()]);
    expect(await decisionsOf(tenantId, 'offline')).toMatchObject([{ reason: 'stored-offline' }]);
  });

  /** By the chat server's clock, as everything is. */
  const enableLongAgo = (adapter: FakeAdapter, user: string) =>
    adapter.request(
      user,
      "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>",
      hourAgo() - MINUTE_MS,
    );
});

describe('holds and bindings', () => {
  it('agree: a bound session that is not held is held again, one that is held for nothing is let go', async () => {
    const { adapter } = await openLink('agree');
    const live = 'alice-session other-session+';
    await Promise.all([
      adapter.sendEvents(0, [stanzaEvent('alice', 'a', { on: 'archived', live })]),
      adapter.nextPublishes(),
    ]);
    const orders = [await adapter.nextOrder(), await adapter.nextOrder()].map((order) => order.attrs);
    expect(orders).toMatchObject([
      { user: 'alice', sid: 'alice-session', seconds: '259200' },
      { user: 'alice', sid: 'other-session', forget: '1' },
    ]);
  });

  it('follow a client that comes back without enabling again', async () => {
    const { adapter, tenantId } = await openLink('rebound');
    await adapter.sendEvents(0, [sessionEvent('alice', 'second', 'bound', 'second')]);
    const orders = [await adapter.nextOrder(), await adapter.nextOrder()].map((order) => order.attrs);
    expect(orders).toMatchObject([
      { sid: 'second', seconds: '259200' },
      { sid: 'alice-session', forget: '1' },
    ]);
    const active = stanzaEvent('alice', 'a', { on: 'archived', live: 'second+' });
    await adapter.sendEvents(1, [active]);
    expect(await decisionsOf(tenantId, 'archived')).toMatchObject([{ reason: 'session-active' }]);
  });
});
