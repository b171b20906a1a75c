import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { othersGoOn, withAlice, withRetry } from '../harness/alice.js';
import { offlineEvent, stanzaEvent } from '../harness/fake-adapter.js';
import type { FakeTenant, TakenPublish } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

/** A tenant, and the push of alice's that was under way when Bellhop was killed. */
interface UnderWay {
  readonly tenant: FakeTenant;
  readonly first: TakenPublish;
}

let scene: LinkScene;
let retry: UnderWay;
let inFlight: UnderWay;
let answeredMeanwhile: UnderWay;
let untaken: UnderWay;
let uncommitted: UnderWay;
/** What the adapters had not handed over yet. */
let kept: { readonly answer: Promise<void>; readonly event: Promise<void> };

beforeAll(async () => {
  scene = await LinkScene.start();
  retry = await withRetry(scene, 'retry');
  inFlight = await withPush('in-flight');
  answeredMeanwhile = await withPush('answered');
  untaken = await withUntakenPush('untaken');
  const tenant = await withAlice(scene, 'uncommitted');
  tenant.takingOver = 'never';
  const event = tenant.report(offlineEvent('alice', 'a'));
  uncommitted = { tenant, first: await tenant.nextPublish() };

  await scene.bellhop.kill();
  kept = { answer: answeredMeanwhile.tenant.reply(answeredMeanwhile.first), event };
  for (const stubborn of [untaken.tenant, tenant]) stubborn.takingOver = 'at-once';
  await scene.bellhop.start();
});
afterAll(() => scene.stop());

async function withPush(name: string): Promise<UnderWay> {
  const tenant = await withAlice(scene, name);
  await tenant.report(offlineEvent('alice', 'a'));
  return { tenant, first: await tenant.nextPublish() };
}

/** The push has waited for the end of its second; the chat server says nothing when it is handed over. */
async function withUntakenPush(name: string): Promise<UnderWay> {
  const tenant = await withAlice(scene, name);
  tenant.takingOver = 'never';
  const about = { on: 'queued', sid: 'alice-session', live: 'alice-session+~' };
  await tenant.report(stanzaEvent('alice', 'a', about));
  return { tenant, first: await tenant.nextPublish() };
}

describe('after a kill -9, a push', () => {
  it('that waited to be tried again is made, once', async () => {
    const { tenant, first } = retry;
    await scene.linkServes(tenant);
    await scene.makeDue(tenant);
    await tenant.reply(await tenant.nextPublish(({ id }) => id === first.id));
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'accepted',
      attempts: [{ answer: { condition: 'resource-constraint' } }, { answer: { kind: 'result' } }],
    });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(2);
  });

  it('that was in flight is not sent before its time is over, then once, and the log says why', async () => {
    const { tenant, first } = inFlight;
    await scene.linkServes(tenant);
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
    expect(await scene.push(tenant, first.id)).toMatchObject({ outcome: 'pending' });

    await scene.endAttempts(tenant);
    await tenant.reply(await tenant.nextPublish(({ id }) => id === first.id));
    expect((await scene.push(tenant, first.id)).attempts).toMatchObject([
      { answeredAt: null, answer: null, interrupted: true },
      { answer: { kind: 'result' }, interrupted: false },
    ]);
    expect(tenant.attemptsOf(first.id)).toBe(2);
  });

  it('that was answered meanwhile is settled by that answer', async () => {
    const { tenant, first } = answeredMeanwhile;
    await kept.answer;
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'accepted',
      attempts: [{ answer: { kind: 'result' }, interrupted: false }],
    });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it('that had waited and was not taken over is sent after its time, once: it was committed before', async () => {
    const { tenant, first } = untaken;
    await scene.linkServes(tenant);
    await othersGoOn(scene, tenant);
    expect((await scene.decisions(tenant, 'queued'))[0]).toMatchObject({
      waiting: null,
      push: { id: first.id, outcome: 'pending' },
    });
    expect(tenant.attemptsOf(first.id)).toBe(1);

    await scene.endAttempts(tenant);
    await tenant.reply(await tenant.nextPublish(({ id }) => id === first.id));
    expect((await scene.decisions(tenant, 'queued'))[0]?.push).toMatchObject({
      outcome: 'accepted',
      attempts: [{ interrupted: true }, { answer: { kind: 'result' } }],
    });
    expect(tenant.attemptsOf(first.id)).toBe(2);
  });

  it('whose event was not committed goes out again with that, which is recorded once', async () => {
    const { tenant, first } = uncommitted;
    await kept.event;
    const again = await tenant.nextPublish();
    await tenant.reply(again);
    expect(await scene.decisions(tenant)).toMatchObject([{ push: { id: again.id, outcome: 'accepted' } }]);
    expect(tenant.publishes.map(({ id }) => id)).toEqual([first.id, again.id]);
  });
});
