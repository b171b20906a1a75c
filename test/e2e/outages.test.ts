import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { occupyPort, signalPostgres } from '../faults/postgres-faults.js';
import { BUSY } from '../harness/alice.js';
import { eventually } from '../harness/eventually.js';
import { offlineEvent } from '../harness/fake-adapter.js';
import { accepted } from '../harness/fake-tenant.js';
import type { FakeTenant } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

const PEOPLE = Array.from({ length: 10 }, (_, number) => `user${number}`);
const EVENTS = 190;
const AWAY_MS = 5_000;
const MOST_GROWTH_BYTES = 64 * 1024 * 1024;

let scene: LinkScene;

beforeAll(async () => {
  scene = await LinkScene.start();
});
afterAll(() => scene.stop());

async function withPeople(name: string): Promise<FakeTenant> {
  const tenant = await scene.tenant(name);
  tenant.answers = () => accepted;
  await Promise.all(PEOPLE.map((user) => tenant.enable(user)));
  return tenant;
}

function events(count: number): readonly string[] {
  return Array.from({ length: count }, (_, ref) => offlineEvent(PEOPLE[ref % PEOPLE.length]!, `${ref}`));
}

/** Each event has its row once, and its push is accepted or made needless by a newer one. */
async function allAreTold(tenant: FakeTenant, count: number): Promise<void> {
  await eventually(
    async () => {
      const decisions = await scene.decisions(tenant);
      expect(decisions).toHaveLength(count);
      const outcomes = new Set(decisions.map(({ push }) => push?.outcome));
      expect([...outcomes].filter((one) => one !== 'accepted' && one !== 'superseded')).toEqual([]);
    },
    { what: 'every push being over', timeoutMs: 40_000 },
  );
}

function residentBytes(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

describe('a Postgres that is gone for a while', () => {
  it('has the adapter wait, costs no memory for what comes again and again, and is caught up with', async () => {
    const tenant = await withPeople('gone');
    const port = await signalPostgres(scene.bellhop.dataFolder, 'SIGQUIT');
    const occupied = occupyPort(port, AWAY_MS);
    const sent = tenant.report(...events(EVENTS));
    await eventually(() => expect(tenant.waits).toBeGreaterThan(0), { what: 'a wait' });
    const before = residentBytes(scene.bellhop.pid);
    await occupied;
    expect(residentBytes(scene.bellhop.pid) - before).toBeLessThan(MOST_GROWTH_BYTES);
    await sent;
    await allAreTold(tenant, EVENTS);
  });
});

describe('SIGTERM under load, with attempts due', () => {
  it('says that it is not ready first, ends in time, and loses nothing', async () => {
    const tenant = await withPeople('stopped');
    tenant.answers = ({ attempt }) => (attempt === 1 ? BUSY : accepted);
    const sent = tenant.report(...events(EVENTS));
    await tenant.nextPublish(({ attempt }) => attempt === 2);
    const stubborn = await scene.tenantBeside(tenant, 'stubborn');
    await stubborn.enable('alice');
    stubborn.takingOver = 'never';
    const untaken = stubborn.report(offlineEvent('alice', 'a'));
    await stubborn.nextPublish();

    const halted = scene.bellhop.halt();
    await eventually(async () => expect((await fetch(`${scene.bellhop.url}/api/ready`)).status).toBe(503), {
      what: 'not being ready any more',
    });
    await halted;
    stubborn.takingOver = 'at-once';
    expect(scene.bellhop.log.map(({ msg }) => msg)).not.toContain('could not stop in time');
    await scene.bellhop.start();
    await Promise.all([sent, untaken]);
    await allAreTold(tenant, EVENTS);
  });
});
