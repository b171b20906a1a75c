import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseLock } from '../harness/database-lock.js';
import { eventually } from '../harness/eventually.js';
import { APP_SERVER, startStage } from '../harness/stage.js';
import type { LogEvent, Stage } from '../harness/stage.js';
import type { Phone } from '../harness/phone.js';

let stage: Stage;
let sender: Phone;

beforeAll(async () => {
  stage = await startStage({ domains: ['tenant.example'], policy: { mergeWindowSeconds: 0 } });
  sender = await stage.phone('sender');
});
afterAll(() => stage.stop());

async function offlineEvents(account: string, count: number): Promise<readonly LogEvent[]> {
  return await eventually(
    async () => {
      const events = (await stage.eventsOf(account)).filter(({ kind }) => kind === 'offline');
      if (events.length < count) throw new Error(`${events.length} events of ${count}`);
      return events;
    },
    { what: `${count} offline events of ${account}`, timeoutMs: 30_000 },
  );
}

describe('Bellhop killed between report and acknowledgement', () => {
  it('loses nothing and records once', async () => {
    const account = await stage.absentPhone('alice');
    const lock = await DatabaseLock.take(stage.bellhop);
    sender.sendMessage({ to: account, body: 'one' });
    await stage.appServer.nextPublish(({ node }) => node === 'alice-node');
    await lock.contended();
    sender.sendMessage({ to: account, body: 'two' });
    await sender.sync();

    await stage.bellhop.kill();
    await lock.release();
    await stage.bellhop.start();

    await offlineEvents(account, 2);
    sender.sendMessage({ to: account, body: 'fence' });
    expect(await offlineEvents(account, 3)).toHaveLength(3);
  });

  it('goes on with requests and pushes over the same Prosody', async () => {
    await stage.bellhop.kill();
    const phone = await stage.phone('bruno');
    await expect(phone.enablePush({ jid: APP_SERVER, node: 'bruno' })).rejects.toMatchObject({
      type: 'wait',
    });
    expect(await phone.disco()).toContain('urn:xmpp:push:0');

    await stage.bellhop.start();
    await stage.linkOpen();
    await phone.enablePush({ jid: APP_SERVER, node: 'bruno' });
    await phone.close();
    sender.sendMessage({ to: phone.account, body: 'hello' });
    await stage.appServer.nextPublish(({ node }) => node === 'bruno');
  });
});

describe('events that come while Bellhop is stopped', () => {
  it('are kept by the adapter and pushed when it is back', async () => {
    const account = await stage.absentPhone('carla');
    await stage.bellhop.halt();
    for (const body of ['one', 'two', 'three']) sender.sendMessage({ to: account, body });
    await sender.sync();
    await stage.bellhop.start();
    const events = await offlineEvents(account, 3);
    expect(events.flatMap(({ decisions }) => decisions.map(({ reason }) => reason))).toEqual([
      'stored-offline',
      'stored-offline',
      'stored-offline',
    ]);
  });
});

describe('the database refusing for a while', () => {
  it('puts events off and takes them when it is back, without a push told twice', async () => {
    const account = await stage.absentPhone('dario');
    const lock = await DatabaseLock.take(stage.bellhop);
    sender.sendMessage({ to: account, body: 'one' });
    await lock.contended();
    await lock.release();
    const events = await offlineEvents(account, 1);
    expect(events).toHaveLength(1);
    expect(stage.appServer.publishes.filter(({ node }) => node === 'dario-node')).toHaveLength(1);
  });
});

describe('Prosody restarted', () => {
  it('is connected to again, keeps the registrations and shows the gap', async () => {
    const account = await stage.absentPhone('erika');
    await stage.prosody.restart();
    await stage.reconnectAppServer();
    await stage.linkOpen();
    sender = await stage.phone('sender-again');
    sender.sendMessage({ to: account, body: 'hello' });
    await stage.appServer.nextPublish(({ node }) => node === 'erika-node');

    const gaps = `/tenants/${stage.tenantId()}/events?kind=gap`;
    const { events } = await stage.api.get<{ events: LogEvent[] }>(gaps);
    expect(events[0]?.detail).toContain('restarted');
  });
});
