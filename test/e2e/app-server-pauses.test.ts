import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { offlineEvent } from '../harness/fake-adapter.js';
import { accepted, refusal } from '../harness/fake-tenant.js';
import type { FakeTenant, TakenPublish } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

const UNREACHED = refusal('cancel', 'remote-server-not-found');
const GONE = 'push.gone.example';
const MOST_IN_FLIGHT = 2000;

let scene: LinkScene;

beforeAll(async () => {
  scene = await LinkScene.start();
});
afterAll(() => scene.stop());

/** Five people whose app server is not reached, so that it is paused, and zoe, whose app server is another one. */
async function withPause(name: string): Promise<FakeTenant> {
  const tenant = await scene.tenant(name);
  await Promise.all(PEOPLE.map((user) => tenant.enable(user, GONE)));
  await tenant.enable('zoe');
  tenant.answers = ({ to }) => (to === GONE ? UNREACHED : accepted);
  // The five alone: an attempt made again counts as well.
  await scene.holdRetries(tenant);
  await tenant.report(...PEOPLE.map((user) => offlineEvent(user, 'first')));
  await eventually(async () => expect(await pausedOf(tenant)).toEqual([GONE]), { what: 'the pause' });
  return tenant;
}

const PEOPLE = ['anna', 'bert', 'carla', 'dirk', 'elsa'];

async function pausedOf({ tenantId }: FakeTenant): Promise<readonly string[]> {
  const path = `/tenants/${tenantId}`;
  const tenant = await scene.api.get<{ pausedAppServers: { domain: string }[] }>(path);
  return tenant.pausedAppServers.map(({ domain }) => domain);
}

async function waitingOf(tenant: FakeTenant): Promise<readonly (string | null)[]> {
  return (await scene.decisions(tenant)).map(({ waiting }) => waiting?.kind ?? null);
}

/** The pause, whose end is known to Bellhop's memory as well, is over when that starts. */
async function restartAfterPause({ tenantId }: FakeTenant): Promise<void> {
  await scene.bellhop.kill();
  await scene.sql(`update paused_app_servers set until = now() where tenant_id = $1`, [tenantId]);
  await scene.sql(`update open_pushes set due_at = now() where tenant_id = $1`, [tenantId]);
  await scene.bellhop.start();
}

const toGone = (tenant: FakeTenant) => tenant.publishes.filter(({ to }) => to === GONE);

describe('an app server that five attempts in a row do not reach', () => {
  it('is paused, with one notice; what is for it waits, and tells of what comes meanwhile', async () => {
    const tenant = await withPause('paused');
    expect(await scene.notices(tenant, 'app-server-paused')).toEqual([
      expect.stringContaining(`${GONE}: 5 attempts in a row did not reach it (remote-server-not-found)`),
    ]);
    await tenant.enable('frida', GONE);
    await tenant.report(offlineEvent('frida', 'a'), offlineEvent('frida', 'b'));
    const [first, second] = (await scene.decisions(tenant)).slice(-2);
    expect(first).toMatchObject({ reason: 'stored-offline', push: null, waiting: { kind: 'app-server' } });
    expect(second).toMatchObject({ reason: 'covered', pushId: first?.pushId });
    expect(toGone(tenant)).toHaveLength(5);
  });

  it('keeps no other app server waiting, and no other tenant with the same one', async () => {
    const tenant = await withPause('others');
    const beside = await scene.tenantBeside(tenant, 'others-beside');
    await beside.enable('anna', GONE);
    await tenant.report(offlineEvent('zoe', 'a'));
    await tenant.nextPublish(({ node }) => node === 'zoe-node');
    await beside.report(offlineEvent('anna', 'a'));
    expect(await beside.nextPublish()).toMatchObject({ to: GONE, node: 'anna-node' });
  });

  it('gets one push when the pause is over, also after a restart; its answer lets the others go', async () => {
    const tenant = await withPause('probed');
    tenant.answers = () => null;
    await restartAfterPause(tenant);
    const probe = await tenant.nextPublish(({ to, attempt }) => to === GONE && attempt === 2);
    await tenant.report(offlineEvent('zoe', 'a'));
    await tenant.nextPublish(({ node }) => node === 'zoe-node');
    expect(toGone(tenant)).toHaveLength(PEOPLE.length + 1);

    tenant.answers = () => accepted;
    await tenant.reply(probe);
    expect(await scene.notices(tenant, 'app-server-back')).toEqual([
      expect.stringContaining(`${GONE} answers again`),
    ]);
    expect(await pausedOf(tenant)).toEqual([]);
    await eventually(
      async () => {
        const gone = (await scene.decisions(tenant)).filter(({ appServer }) => appServer === GONE);
        expect(gone.map(({ push }) => push?.outcome)).toEqual(PEOPLE.map(() => 'accepted'));
      },
      { what: 'the pushes that waited', timeoutMs: 30_000 },
    );
    expect(toGone(tenant)).toHaveLength(2 * PEOPLE.length);
    expect(await scene.notices(tenant, 'app-server-paused')).toHaveLength(1);
  });

  it('stays paused over a restart', async () => {
    const tenant = await withPause('restarted');
    await scene.bellhop.kill();
    await scene.bellhop.start();
    await scene.linkServes(tenant);
    await tenant.report(offlineEvent('anna', 'b'), offlineEvent('zoe', 'a'));
    await tenant.nextPublish(({ node }) => node === 'zoe-node');
    expect((await waitingOf(tenant)).at(-2)).toBe('app-server');
    expect(toGone(tenant)).toHaveLength(PEOPLE.length);
  });
});

describe('an app server with as many pushes in flight as it may have', () => {
  it('gets the next one when one of them is answered', async () => {
    const tenant = await scene.tenant('full');
    await Promise.all(['anna', 'bert', 'carla'].map((user) => tenant.enable(user)));
    const many = Array.from({ length: MOST_IN_FLIGHT }, (_, ref) => offlineEvent('anna', `${ref}`));
    await tenant.report(...many);
    await tenant.report(offlineEvent('bert', 'b'), offlineEvent('carla', 'c'));
    expect(tenant.publishes).toHaveLength(MOST_IN_FLIGHT);
    expect((await waitingOf(tenant)).slice(-2)).toEqual(['app-server', 'app-server']);

    const [first, second] = tenant.publishes;
    await tenant.reply(first as TakenPublish);
    await tenant.nextPublish(({ node }) => node === 'bert-node');
    expect(tenant.publishes).toHaveLength(MOST_IN_FLIGHT + 1);
    await tenant.reply(second as TakenPublish);
    await tenant.nextPublish(({ node }) => node === 'carla-node');
  });
});
