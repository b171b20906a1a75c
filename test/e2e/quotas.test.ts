import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUSY } from '../harness/alice.js';
import { offlineEvent } from '../harness/fake-adapter.js';
import { accepted } from '../harness/fake-tenant.js';
import type { FakeTenant } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

type Period = 'minute' | 'day';

const LIMITS = { minute: 'perMinute', day: 'perDay' } as const;
const LENGTH_MS = { minute: 60_000, day: 86_400_000 } as const;

let scene: LinkScene;

beforeAll(async () => {
  scene = await LinkScene.start();
});
afterAll(() => scene.stop());

/** A tenant with alice, and a quota of ten pushes that is in force; its app server accepts everything. */
async function withQuota(period: Period, name: string): Promise<FakeTenant> {
  const tenant = await scene.tenant(`${name}-${period}`);
  tenant.answers = () => accepted;
  await tenant.enable('alice');
  await scene.api.patch(`/tenants/${tenant.tenantId}/limits`, { quota: { [LIMITS[period]]: 10 } });
  // Settings are read together: once the adapter is told of this one the quota is in force.
  await scene.api.patch(`/tenants/${tenant.tenantId}/policy`, { withBody: true });
  await tenant.toldText('body');
  return tenant;
}

async function send(tenant: FakeTenant, name: string, count: number): Promise<void> {
  await tenant.report(...Array.from({ length: count }, (_, ref) => offlineEvent('alice', `${name}${ref}`)));
}

async function reasonsOf(tenant: FakeTenant): Promise<readonly string[]> {
  return (await scene.decisions(tenant)).map(({ reason }) => reason);
}

/** The period that pushes have been counted in so far becomes the one before. */
async function nextPeriod({ tenantId }: FakeTenant, period: Period): Promise<void> {
  await scene.sql(
    `update quota_use set starts_at = starts_at - ('1 ' || period)::interval where tenant_id = $1 and period = $2`,
    [tenantId, period],
  );
}

/** Does `work` again from the start where its period ended in between, as a minute does every minute. */
async function withinOne(period: Period, work: (name: string) => Promise<void>): Promise<void> {
  const periodOf = () => Math.floor(Date.now() / LENGTH_MS[period]);
  for (let round = 1; ; round += 1) {
    const began = periodOf();
    try {
      return await work(`round${round}`);
    } catch (error) {
      if (periodOf() === began || round === 3) throw error;
    }
  }
}

const made = (count: number) => Array<string>(count).fill('stored-offline');
const over = (count: number) => Array<string>(count).fill('quota');

describe.each(['minute', 'day'] as const)('a quota of ten pushes per %s', (period) => {
  it('lets ten be made, says so at each level once, and the next period has room again', async () => {
    await withinOne(period, async (round) => {
      const tenant = await withQuota(period, round);
      for (let sent = 0; sent < 12; sent += 1) await send(tenant, `m${sent}-`, 1);
      expect(await reasonsOf(tenant)).toEqual([...made(10), ...over(2)]);
      expect((await scene.decisions(tenant)).at(-1)).toMatchObject({
        pushId: null,
        push: null,
        waiting: null,
      });
      expect(tenant.publishes).toHaveLength(10);
      expect(await scene.notices(tenant, 'quota-level')).toEqual([
        expect.stringContaining(`50 % of the 10 pushes of the ${period}`),
        expect.stringContaining('70 %'),
        expect.stringContaining('90 %'),
        expect.stringContaining(`All 10 pushes of the ${period} have been made`),
      ]);

      await nextPeriod(tenant, period);
      await send(tenant, 'next', 11);
      expect(await reasonsOf(tenant)).toEqual([...made(10), ...over(2), ...made(10), ...over(1)]);
      expect(await scene.notices(tenant, 'quota-level')).toHaveLength(4);
    });
  });

  it('is not used up by attempts that are made again', async () => {
    await withinOne(period, async (round) => {
      const tenant = await withQuota(period, `again-${round}`);
      tenant.answers = () => null;
      await send(tenant, 'first', 1);
      const first = await tenant.nextPublish();
      await tenant.reply(first, BUSY);
      await tenant.reply(await tenant.nextPublish());
      expect((await scene.push(tenant, first.id)).attempts).toHaveLength(2);
      await send(tenant, 'rest', 10);
      expect(await reasonsOf(tenant)).toEqual([...made(10), ...over(1)]);
    });
  });
});
