import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUSY, othersGoOn, withAlice, withRetry } from '../harness/alice.js';
import { offlineEvent, stanzaEvent } from '../harness/fake-adapter.js';
import { refusal } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

const SHORTEST_DELAY_MS = 800;

let scene: LinkScene;

beforeAll(async () => {
  scene = await LinkScene.start();
});
afterAll(() => scene.stop());

describe('a push that fails in passing', () => {
  it.each([
    ['wait', 'busy', BUSY, { type: 'wait', condition: 'resource-constraint', text: 'too much to do' }],
    [
      'recipient-unavailable',
      'unavailable',
      refusal('cancel', 'recipient-unavailable'),
      { type: 'cancel', condition: 'recipient-unavailable', text: null },
    ],
    [
      'remote-server-timeout',
      'timeout',
      refusal('cancel', 'remote-server-timeout'),
      { type: 'cancel', condition: 'remote-server-timeout', text: null },
    ],
  ])(
    'as with %s is published again after its delay, and the log tells both',
    async (_, name, said, answer) => {
      const tenant = await withAlice(scene, name);
      await tenant.report(offlineEvent('alice', 'a'));
      const first = await tenant.nextPublish();
      await tenant.reply(first, said);
      const second = await tenant.nextPublish();
      expect(second).toEqual({ ...first, attempt: 2 });
      await tenant.reply(second);

      const { outcome, attempts, strikes } = await scene.push(tenant, first.id);
      expect({ outcome, strikes }).toEqual({ outcome: 'accepted', strikes: null });
      expect(attempts).toMatchObject([
        { answer: { kind: 'error', ...answer }, interrupted: false },
        { answer: { kind: 'result', type: null, condition: null, text: null }, interrupted: false },
      ]);
      const [failed, made] = attempts;
      const waitedMs = Date.parse(made?.sentAt ?? '') - Date.parse(failed?.answeredAt ?? '');
      expect(waitedMs).toBeGreaterThanOrEqual(SHORTEST_DELAY_MS);
    },
  );

  it('is shown as put off, with the attempt that comes next', async () => {
    const { tenant, first } = await withRetry(scene, 'shown');
    expect(await scene.decisions(tenant)).toMatchObject([
      {
        reason: 'stored-offline',
        pushId: first.id,
        push: {
          outcome: 'deferred',
          endReason: null,
          attempts: [{ answer: { condition: 'resource-constraint' } }],
        },
        waiting: { pushId: first.id, kind: 'retry', attempt: 2 },
      },
    ]);
  });

  it('without any answer is published again, and an answer to the second attempt is its end', async () => {
    const tenant = await withAlice(scene, 'silent');
    await tenant.report(offlineEvent('alice', 'a'));
    const first = await tenant.nextPublish();
    await scene.endAttempts(tenant);
    await tenant.reply(await tenant.nextPublish(({ id }) => id === first.id));
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'accepted',
      attempts: [{ answeredAt: null, answer: null, interrupted: false }, { answer: { kind: 'result' } }],
    });
  });

  it('carries the placeholder when it is tried again, though the text itself may leave', async () => {
    const tenant = await withAlice(scene, 'with-body', { withBody: true });
    await tenant.report(
      stanzaEvent('alice', 'a', { on: 'offline', children: '<body>meet me at nine</body>' }),
    );
    const first = await tenant.nextPublish();
    await tenant.reply(first, BUSY);
    const second = await tenant.nextPublish();
    expect([first, second].map(({ body }) => body)).toEqual(['meet me at nine', 'New Message!']);
    expect(second.id).toBe(first.id);
  });

  it('costs no strike, and clears none', async () => {
    const tenant = await withAlice(scene, 'strikes', { maxErrors: 2 });
    const fails = async (ref: string, answer: string) => {
      await tenant.report(offlineEvent('alice', ref));
      await tenant.reply(await tenant.nextPublish(), answer);
    };
    await fails('a', refusal('cancel', 'not-acceptable'));
    await scene.holdRetries(tenant);
    for (const ref of ['b', 'c', 'd']) await fails(ref, BUSY);
    expect((await scene.decisions(tenant)).map(({ push }) => push?.strikes)).toEqual([1, null, null, null]);
    await fails('e', refusal('cancel', 'not-acceptable'));
    await tenant.report(offlineEvent('alice', 'f'));
    expect((await scene.events(tenant, 'offline')).at(-1)?.reason).toBe('no-registration');
  });
});

describe('a push that fails for good', () => {
  it.each([
    ['a final error', 'final', refusal('cancel', 'not-acceptable')],
    ['a final error after one in passing', 'then-final', refusal('auth', 'forbidden')],
  ])('with %s is not tried again', async (_, name, said) => {
    const tenant = await withAlice(scene, name);
    await tenant.report(offlineEvent('alice', 'a'));
    const first = await tenant.nextPublish();
    const attempts = name === 'then-final' ? [BUSY, said] : [said];
    await tenant.reply(first, attempts[0]);
    if (attempts[1] !== undefined) await tenant.reply(await tenant.nextPublish(), attempts[1]);

    const [told] = await scene.decisions(tenant);
    expect(told).toMatchObject({ push: { outcome: 'rejected', strikes: 1 }, waiting: null });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(attempts.length);
  });
});

describe('an answer that comes after its time', () => {
  it('settles the push while that waits to be tried again, and no other attempt follows', async () => {
    const tenant = await withAlice(scene, 'late');
    await scene.holdRetries(tenant);
    await tenant.report(offlineEvent('alice', 'a'));
    const first = await tenant.nextPublish();
    await scene.endAttempts(tenant);
    await scene.pushOnceIt(tenant, first.id, 'deferred');
    await tenant.reply(first);
    const [told] = await scene.decisions(tenant);
    expect(told).toMatchObject({
      waiting: null,
      push: { outcome: 'accepted', attempts: [{ answer: { kind: 'result' } }] },
    });
    await othersGoOn(scene, tenant);
    expect(tenant.attemptsOf(first.id)).toBe(1);
  });

  it('corrects the outcome of a push that had been given up', async () => {
    const tenant = await withAlice(scene, 'too-late');
    await tenant.report(offlineEvent('alice', 'a'));
    const first = await tenant.nextPublish();
    await tenant.report(offlineEvent('alice', 'b'));
    const second = await tenant.nextPublish();
    await tenant.reply(second);
    await scene.endAttempts(tenant);
    await scene.pushOnceIt(tenant, first.id, 'superseded');
    await tenant.reply(first);
    expect(await scene.push(tenant, first.id)).toMatchObject({
      outcome: 'accepted',
      endReason: null,
      supersededBy: null,
      attempts: [{ answer: { kind: 'result' } }],
    });
  });
});

describe('a chat server that does not take a waiting push over', () => {
  it('has it handed over again, and the log says that it was not sent', async () => {
    const { tenant, first } = await withRetry(scene, 'refusing');
    tenant.takingOver = 'refused';
    await scene.makeDue(tenant);
    await tenant.nextPublish(({ id }) => id === first.id);
    await scene.pushOnceIt(tenant, first.id, 'deferred');
    tenant.takingOver = 'at-once';
    await scene.makeDue(tenant);
    await tenant.reply(await tenant.nextPublish(({ id }) => id === first.id));
    expect((await scene.push(tenant, first.id)).attempts).toMatchObject([
      { answer: { condition: 'resource-constraint' } },
      { answer: { kind: 'unsent', type: null, condition: null, text: null } },
      { answer: { kind: 'result' } },
    ]);
  });
});
