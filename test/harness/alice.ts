import { offlineEvent } from './fake-adapter.js';
import { refusal } from './fake-tenant.js';
import type { FakeTenant, TakenPublish } from './fake-tenant.js';
import type { LinkScene } from './link-scene.js';

/** An app server's answer that may well be another one in a moment. */
export const BUSY = refusal('wait', 'resource-constraint', 'too much to do');

/** A tenant with alice, whose device has enabled push. */
export async function withAlice(
  scene: LinkScene,
  name: string,
  policy: Readonly<Record<string, unknown>> = {},
): Promise<FakeTenant> {
  const tenant = await scene.tenant(name, policy);
  await tenant.enable('alice');
  return tenant;
}

/** Alice's first push, for `event`, has failed in passing, and waits to be tried again until a test says so. */
export async function withRetry(
  scene: LinkScene,
  name: string,
  event = () => offlineEvent('alice', 'first'),
): Promise<{ readonly tenant: FakeTenant; readonly first: TakenPublish }> {
  const tenant = await withAlice(scene, name);
  await scene.holdRetries(tenant);
  await tenant.report(event());
  const first = await tenant.nextPublish();
  await tenant.reply(first, BUSY);
  return { tenant, first };
}

/** Returns when whatever waited before has had its turn: a later push of somebody else was tried again meanwhile. */
export async function othersGoOn(scene: LinkScene, tenant: FakeTenant): Promise<void> {
  await tenant.enable('fence');
  await tenant.report(offlineEvent('fence', 'fence'));
  const fence = await tenant.nextPublish(({ node }) => node === 'fence-node');
  await tenant.reply(fence, BUSY);
  await scene.makeDue(tenant);
  await tenant.nextPublish(({ id }) => id === fence.id);
}
