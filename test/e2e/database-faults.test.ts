import { execFile } from 'node:child_process';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superuser } from '../harness/embedded-postgres.js';
import { eventually } from '../harness/eventually.js';
import type { Phone } from '../harness/phone.js';
import { APP_SERVER, startStage } from '../harness/stage.js';
import type { LogEvent, Stage } from '../harness/stage.js';

const MESSAGES = 40;
const SETTINGS = { domains: ['tenant.example'], policy: { mergeWindowSeconds: 0 } };

let stage: Stage;
let sender: Phone;

beforeAll(async () => {
  stage = await startStage(SETTINGS);
  sender = await stage.phone('sender');
});
afterAll(() => stage.stop());

async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client(await superuser(stage.bellhop.dataFolder));
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function offlineEvents(account: string): Promise<readonly LogEvent[]> {
  return (await stage.eventsOf(account)).filter(({ kind }) => kind === 'offline');
}

/** With the owners of the files: Postgres may run under another account. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

describe('a database that refuses three commits in ten', () => {
  it('has in the end each event once, and each message has been pushed once', async () => {
    const account = await stage.absentPhone('alice');
    await asSuperuser(`
      create function fail_now_and_then() returns trigger language plpgsql as $$
      begin
        if random() < 0.3 then raise exception 'not now' using errcode = '40001'; end if;
        return null;
      end $$;
      create trigger fail_now_and_then before insert on events for each statement execute function fail_now_and_then()`);
    for (let number = 1; number <= MESSAGES; number += 1) {
      sender.sendMessage({ to: account, body: `message ${number}` });
      // Each message by itself, so that there are many batches.
      await sender.sync();
    }
    await eventually(async () => expect(await offlineEvents(account)).toHaveLength(MESSAGES), {
      what: 'every event in the log',
      timeoutMs: 50_000,
    });
    await asSuperuser('drop function fail_now_and_then cascade');

    const refused = stage.bellhop.log.filter(({ msg }) => String(msg).includes('put off'));
    expect(refused.length).toBeGreaterThan(0);
    const pushed = stage.appServer.publishes.filter(({ node }) => node === 'alice-node');
    expect(pushed).toHaveLength(MESSAGES);
  });
});

describe('a database restored from a backup while Prosody runs', () => {
  it('goes on, and the log shows what is missing', async () => {
    const account = await stage.absentPhone('bruno');
    const { dataFolder } = stage.bellhop;
    const backup = `${dataFolder}-backup`;
    await stage.bellhop.halt();
    await copy(dataFolder, backup);
    await stage.bellhop.start();
    await stage.linkOpen();
    sender.sendMessage({ to: account, body: 'not in the backup' });
    await stage.event(account, ({ kind }) => kind === 'offline');

    await stage.bellhop.halt();
    await rm(dataFolder, { recursive: true });
    await copy(backup, dataFolder);
    await rm(backup, { recursive: true });
    await stage.bellhop.start();
    await stage.linkOpen();
    sender.sendMessage({ to: account, body: 'after the restoration' });

    const event = await stage.event(account, ({ decisions }) => decisions[0]?.push?.outcome === 'accepted');
    expect(await offlineEvents(account)).toMatchObject([{ id: event.id }]);
    const { events } = await stage.api.get<{ events: LogEvent[] }>(
      `/tenants/${stage.tenantId()}/events?kind=gap`,
    );
    expect(events[0]?.detail).toMatch(/^\d+ events were given up by the adapter/);
  });
});

describe('a database that is empty while Prosody runs', () => {
  it('takes the domain as a new one: who enables again is pushed to', async () => {
    const phone = await stage.phone('carla');
    await phone.enablePush({ jid: APP_SERVER, node: 'carla-node' });
    const { dataFolder } = stage.bellhop;
    await stage.bellhop.halt();
    await rm(dataFolder, { recursive: true });
    await mkdir(dataFolder);
    await chmod(dataFolder, 0o755);
    await stage.bellhop.start();
    await stage.setUp(SETTINGS);

    await phone.enablePush({ jid: APP_SERVER, node: 'carla-again' });
    await phone.close();
    sender.sendMessage({ to: phone.account, body: 'hello' });
    await stage.appServer.nextPublish(({ node }) => node === 'carla-again');
    const event = await stage.event(phone.account, ({ kind }) => kind === 'offline');
    expect(event.decisions).toMatchObject([{ node: 'carla-again' }]);
  });
});
