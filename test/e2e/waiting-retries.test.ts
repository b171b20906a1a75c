import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUSY, othersGoOn, withAlice, withRetry } from '../harness/alice.js';
import { offlineEvent, sessionEvent, stanzaEvent } from '../harness/fake-adapter.js';
import { refusal } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

const TYPING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

let scene: LinkScene;

beforeAll(async () => {
  scene = await LinkScene.start();
});
afterAll(() => scene.stop());

describe('a push that waits to be tried again', () => {
  it('is superseded by a newer one of its registration', async () => {
    const { tenant, first } = await withRetry(scene, 'superseded');
    await tenant.report(offlineEvent('alice', 'second'));
    const second = await tenant.nextPublish();
    await tenant.reply(second);
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'superseded',
      endReason: 'newer-push',
      supersededBy: second.id,
      attempts: [{ answer: { condition: 'resource-constraint' } }],
    });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it('is not superseded by an unimportant one if it is important itself', async () => {
    const { tenant, first } = await withRetry(scene, 'not-superseded');
    await tenant.report(stanzaEvent('alice', 'typing', { on: 'offline', children: TYPING }));
    expect((await tenant.nextPublish()).body).toBeNull();
    expect(await scene.push(tenant, first.id)).toMatchObject({ outcome: 'deferred' });
    await scene.makeDue(tenant);
    expect(await tenant.nextPublish()).toMatchObject({ id: first.id, body: 'New Message!' });
  });

  it('is given up when its device comes back', async () => {
    const event = () => stanzaEvent('alice', 'first', { on: 'archived', live: '' });
    const { tenant, first } = await withRetry(scene, 'came-back', event);
    await tenant.report(sessionEvent('alice', 'alice-session', 'resumed', 'alice-session+'));
    const [told] = await scene.decisions(tenant, 'archived');
    expect(told).toMatchObject({ waiting: null, push: { outcome: 'superseded', endReason: 'came-back' } });
    expect((await scene.decisions(tenant, 'session')).map(({ reason }) => reason)).toContain('came-back');
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it('is given up when its registration is disabled', async () => {
    const { tenant, first } = await withRetry(scene, 'disabled');
    await tenant.disable('alice');
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'superseded',
      endReason: 'registration-removed',
    });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it('is given up when its registration is removed for errors of another push', async () => {
    const tenant = await withAlice(scene, 'removed', { removeOnItemNotFound: true });
    await scene.holdRetries(tenant);
    await tenant.report(offlineEvent('alice', 'a'));
    const first = await tenant.nextPublish();
    const typing = stanzaEvent('alice', 'b', { on: 'offline', children: TYPING });
    await tenant.report(typing);
    const second = await tenant.nextPublish();
    await tenant.reply(first, BUSY);
    await scene.pushOnceIt(tenant, first.id, 'deferred');
    await tenant.reply(second, refusal('cancel', 'item-not-found'));
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'superseded',
      endReason: 'registration-removed',
    });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it.each([
    [
      'its app server is denied',
      'denied',
      { deniedAppServers: ['push.app.example'] },
      () => offlineEvent('alice', 'first'),
    ],
    [
      'only important ones are wanted',
      'only-important',
      { notifyOn: 'important' },
      () => stanzaEvent('alice', 'first', { on: 'offline', children: TYPING }),
    ],
  ])('is given up under the policy in force then: %s', async (_, name, policy, event) => {
    const { tenant, first } = await withRetry(scene, name, event);
    await scene.api.patch(`/tenants/${tenant.tenantId}/policy`, { ...policy, withBody: true });
    await tenant.toldText('body');
    await scene.makeDue(tenant);
    expect(await scene.pushOnceIt(tenant, first.id, 'superseded')).toMatchObject({ endReason: 'policy' });
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it.each([
    ['expired, if an attempt was answered', 'expired', true],
    ['unknown, if none was', 'unknown', false],
  ])('is %s, when its time to live is over', async (_, outcome, isAnswered) => {
    const tenant = await withAlice(scene, outcome, { pushTtlSeconds: 60 });
    await scene.holdRetries(tenant);
    await tenant.report(offlineEvent('alice', 'a'));
    const first = await tenant.nextPublish();
    if (isAnswered) await tenant.reply(first, BUSY);
    else await scene.endAttempts(tenant);
    await scene.pushOnceIt(tenant, first.id, 'deferred');
    await scene.sql(`update open_pushes set since = since - interval '61 seconds' where tenant_id = $1`, [
      tenant.tenantId,
    ]);
    await scene.makeDue(tenant);
    expect(await scene.pushOnceIt(tenant, first.id, outcome)).toMatchObject({ endReason: 'time-to-live' });
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });
});
