import { describe, expect, it } from 'vitest';
import type { HandMade } from './app-server-hand-made.js';
import { field, handMadePublish } from './app-server-hand-made.js';
import { P2 } from './app-server-p2.js';

const DEVICE = { account: 'alice@tenant.example', name: 'phone' };

function withDevice(): { p2: P2; node: string; secret: string; good: HandMade } {
  const p2 = new P2();
  const { node = '', form = {} } = p2.register(DEVICE);
  const secret = form.secret ?? '';
  return { p2, node, secret, good: { node, fields: field('secret', secret) } };
}

describe("p2's clients", () => {
  it('enable with a node of 12 and a secret of 24 characters, the same at every registration', () => {
    const { p2, node, secret } = withDevice();
    expect([node.length, secret.length]).toEqual([12, 24]);
    expect(p2.register(DEVICE)).toEqual({ node, form: { secret } });
    expect(p2.register({ ...DEVICE, name: 'tablet' }).node).not.toBe(node);
  });
});

describe('p2', () => {
  it("wakes the device for a publish from the account's domain, or from an account of it", () => {
    const { p2, good } = withDevice();
    for (const from of ['tenant.example', 'alice@tenant.example']) {
      expect(p2.judge(handMadePublish({ ...good, from }))).toMatchObject({ fate: 'woken', why: null });
    }
  });

  it.each<[string, HandMade, string, string, string]>([
    ['a full JID as sender', { from: 'tenant.example/r' }, 'auth', 'forbidden', 'the sender is a full JID'],
    [
      'another domain',
      { from: 'push.tenant.example' },
      'cancel',
      'item-not-found',
      'no such node for the sender',
    ],
    ['an unknown node', { node: 'nobody' }, 'cancel', 'item-not-found', 'no such node for the sender'],
    ['no node', { node: null }, 'auth', 'forbidden', 'no node'],
    ['no publish-options', { fields: null }, 'auth', 'forbidden', 'no secret'],
    ['no secret', { fields: field('pushModule', 'm') }, 'auth', 'forbidden', 'no secret'],
    ['a wrong secret', { fields: field('secret', 'guessed') }, 'auth', 'forbidden', 'wrong secret'],
  ])('refuses %s', (_, parts, type, condition, why) => {
    const { p2, good } = withDevice();
    expect(p2.judge(handMadePublish({ ...good, ...parts }))).toMatchObject({
      fate: 'refused',
      why: expect.stringContaining(why),
      reply: { kind: 'error', type, condition },
    });
  });

  it('answers item-not-found once the app was removed, until it registers again', () => {
    const { p2, node, good } = withDevice();
    p2.uninstall(node);
    expect(p2.judge(handMadePublish(good))).toMatchObject({ why: 'FCM: unregistered' });
    p2.register(DEVICE);
    expect(p2.judge(handMadePublish(good))).toMatchObject({ fate: 'woken' });
  });
});
