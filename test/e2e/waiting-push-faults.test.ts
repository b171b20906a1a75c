import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { superuser } from '../harness/embedded-postgres.js';
import { eventually } from '../harness/eventually.js';
import { LINK, offlineEvent, sessionEvent, stanzaEvent } from '../harness/fake-adapter.js';
import type { ComponentStream, FakeChatServer } from '../harness/fake-chat-server.js';
import { openFakeLink } from '../harness/fake-link.js';
import type { FakeLink } from '../harness/fake-link.js';
import type { LogEvent } from '../harness/stage.js';
import type { XmlElement } from '../harness/xml.js';

const HOUR_MS = 60 * 60 * 1000;
const FORM = "<x xmlns='jabber:x:data' type='submit'><field var='secret'><value>s</value></field></x>";

let bellhop: Bellhop;
let api: ApiClient;
let database: pg.Client;
const chatServers: FakeChatServer[] = [];

beforeAll(async () => {
  bellhop = await startBellhop();
  api = await bellhop.setUp();
  database = new pg.Client(await superuser(bellhop.dataFolder));
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await bellhop.stop();
  await Promise.all(chatServers.map((server) => server.stop()));
});

/** A tenant whose link is open, with alice and bert, whose sessions `alice-session` and `bert-session` have enabled push. */
async function openLink(name: string): Promise<FakeLink> {
  const link = await openFakeLink(api, name);
  chatServers.push(link.chatServer);
  await link.adapter.request('alice', enable());
  await link.adapter.request('bert', enable());
  return link;
}

function enable(): string {
  return `<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'>${FORM}</enable>`;
}

async function decisionsOf(tenantId: string, kind: string) {
  const { events } = await api.get<{ events: LogEvent[] }>(`/tenants/${tenantId}/events?kind=${kind}`);
  return events.toReversed().flatMap(({ decisions }) => decisions);
}

function logged(domain: string, text: string): number {
  return bellhop.log.filter(({ tenant, msg }) => tenant === domain && String(msg).includes(text)).length;
}

function publishesOn({ received }: ComponentStream): readonly XmlElement[] {
  return received.filter((stanza) => stanza.getChild('publishes', LINK) !== undefined);
}

const queued = (ref: string, at?: number) =>
  stanzaEvent('alice', ref, {
    on: 'queued',
    sid: 'alice-session',
    live: 'alice-session+~',
    ...(at === undefined ? {} : { at }),
  });

describe('a push that waited', () => {
  it('is not published before its commit went through: where the phone comes back first, it never is', async () => {
    const { stream, adapter, domain, tenantId } = await openLink('came-back');
    await database.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'no' using errcode = '40001'; end $$`,
    );
    await database.query(
      `create trigger refuse before update on open_pushes for each row when (new.tenant_id = '${tenantId}')
       execute function refuse()`,
    );
    await adapter.sendEvents(0, [queued('a')]);
    await eventually(() =>
      Promise.resolve(expect(logged(domain, 'pushes that wait are put off')).not.toBe(0)),
    );
    const back = [sessionEvent('alice', 'alice-session', 'resumed', 'alice-session+')];
    expect((await adapter.sendEvents(1, back)).attrs.type).toBe('result');
    await database.query('drop function refuse cascade');

    await adapter.sendEvents(2, [queued('b')]);
    const [publish] = await adapter.nextPublishes();
    expect(await decisionsOf(tenantId, 'queued')).toMatchObject([
      { reason: 'queued', push: null, waiting: null },
      { reason: 'queued', push: { id: publish?.attrs.id, outcome: 'pending' } },
    ]);
    expect(publishesOn(stream)).toHaveLength(1);
  });

  it('opens the link again where the database turns out to stand elsewhere, and is then published', async () => {
    const { stream, adapter, tenantId } = await openLink('elsewhere');
    await adapter.sendEvents(0, [queued('a')]);
    await database.query('update link_positions set epoch = epoch - 1 where tenant_id = $1', [tenantId]);
    await adapter.answerOpen(2);
    const [publish] = await adapter.nextPublishes();
    expect(await decisionsOf(tenantId, 'queued')).toMatchObject([{ push: { id: publish?.attrs.id } }]);
    expect(publishesOn(stream)).toHaveLength(1);
  });
});

describe('a chat server whose clock is set back', () => {
  it('has its messages pushed, whatever was pushed in what is the future now', async () => {
    const { adapter, tenantId } = await openLink('set-back');
    const ahead = Date.now() + HOUR_MS;
    await Promise.all([
      adapter.sendEvents(0, [offlineEvent('alice', 'a', ahead)], ahead),
      adapter.nextPublishes(),
    ]);
    const hibernation = { on: 'hibernation', sid: 'alice-session', live: 'alice-session+~' };
    const [answer] = await Promise.all([
      adapter.sendEvents(1, [stanzaEvent('alice', 'b', hibernation)]),
      adapter.nextPublishes(),
    ]);
    expect(answer.attrs.type).toBe('result');
    expect(await decisionsOf(tenantId, 'hibernation')).toMatchObject([{ reason: 'hibernation' }]);
  });
});

describe('a form that was encrypted under another key', () => {
  it('costs only itself: its device is pushed to without it, and may enable again', async () => {
    const { adapter, tenantId } = await openLink('other-key');
    await database.query(
      `update registrations set options = 'junk' where tenant_id = $1 and account ^@ 'alice'`,
      [tenantId],
    );
    const [answer, publishes] = await Promise.all([
      adapter.sendEvents(0, [offlineEvent('alice', 'a'), offlineEvent('bert', 'b')]),
      adapter.nextPublishes(),
    ]);
    expect(answer.attrs.type).toBe('result');
    expect(publishes.map((publish) => publish.toString().includes('publish-options'))).toEqual([false, true]);
    expect((await adapter.request('alice', enable())).attrs.type).toBe('result');
  });
});

describe('orders for a session', () => {
  it('are not repeated while the adapter has not answered', async () => {
    const { stream, adapter } = await openLink('orders');
    const copy = (ref: string) => stanzaEvent('bert', ref, { on: 'groupchat', live: 'bert-session' });
    await Promise.all([adapter.sendEvents(0, [copy('a')]), adapter.nextPublishes()]);
    for (let position = 1; position < 5; position += 1) {
      await adapter.sendEvents(position, [copy(`copy ${position}`)]);
    }
    const holds = () =>
      stream.received.filter((iq) => iq.attrs.type === 'set' && iq.getChild('hold', LINK) !== undefined);
    expect(holds()).toHaveLength(1);
    await adapter.nextOrder();
    await adapter.sendEvents(5, [copy('after the answer')]);
    await adapter.nextOrder();
    expect(holds()).toHaveLength(2);
  });
});
