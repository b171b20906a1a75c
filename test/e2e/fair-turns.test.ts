import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { offlineEvent } from '../harness/fake-adapter.js';
import { accepted, refusal } from '../harness/fake-tenant.js';
import type { FakeTenant } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

const QUIET = 20;
const NOISY = 50 * QUIET;
/** As many pushes may be in flight to an app server. */
const MOST_IN_FLIGHT = 2_000;

let scene: LinkScene;

beforeAll(async () => {
  scene = await LinkScene.start();
});
afterAll(() => scene.stop());

/** Two tenants on one connection, each with alice; the app server of the quiet one accepts everything. */
async function neighbours(name: string): Promise<Readonly<Record<'noisy' | 'quiet', FakeTenant>>> {
  const noisy = await scene.tenant(`noisy-${name}`);
  const quiet = await scene.tenantBeside(noisy, `quiet-${name}`);
  await Promise.all([noisy.enable('alice'), quiet.enable('alice')]);
  quiet.answers = () => accepted;
  return { noisy, quiet };
}

/** All that the quiet tenant sends is committed, published and answered. */
async function isServed(quiet: FakeTenant): Promise<void> {
  for (let sent = 0; sent < QUIET; sent += 1) await quiet.report(offlineEvent('alice', `${sent}`));
  await eventually(
    async () => {
      const outcomes = (await scene.decisions(quiet)).map(({ push }) => push?.outcome);
      expect(outcomes).toEqual(Array(QUIET).fill('accepted'));
    },
    { what: 'the pushes of the quiet tenant' },
  );
}

describe('a tenant is served while another one on the same connection', () => {
  it('has publishes that nobody takes over', async () => {
    const { noisy, quiet } = await neighbours('untaken');
    noisy.takingOver = 'never';
    let isOver = false;
    void noisy.report(offlineEvent('alice', 'a')).then(() => (isOver = true));
    await noisy.nextPublish();
    await isServed(quiet);
    expect(isOver).toBe(false);
  });

  it('has an app server that stays silent', async () => {
    const { noisy, quiet } = await neighbours('silent');
    const many = Array.from({ length: MOST_IN_FLIGHT + QUIET }, (_, ref) => offlineEvent('alice', `${ref}`));
    await noisy.report(...many);
    await isServed(quiet);
    expect((await scene.decisions(noisy)).some(({ waiting }) => waiting?.kind === 'app-server')).toBe(true);
  });

  it('has an app server that refuses everything for a while', async () => {
    const { noisy, quiet } = await neighbours('refusing');
    noisy.answers = () => refusal('wait', 'resource-constraint');
    const sent = noisy.report(...Array.from({ length: NOISY }, (_, ref) => offlineEvent('alice', `${ref}`)));
    await isServed(quiet);
    await sent;
  });

  it('sends fifty times as much', async () => {
    const { noisy, quiet } = await neighbours('fifty');
    noisy.answers = () => accepted;
    let isOver = false;
    const sending = (async () => {
      for (let batch = 0; batch < NOISY / QUIET; batch += 1)
        await noisy.report(
          ...Array.from({ length: QUIET }, (_, ref) => offlineEvent('alice', `${batch}-${ref}`)),
        );
      isOver = true;
    })();
    await noisy.nextPublish();
    await quiet.report(offlineEvent('alice', 'first'));
    await quiet.nextPublish();
    expect(isOver).toBe(false);
    await sending;
  });
});
