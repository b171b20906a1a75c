import { describe, expect, it } from 'vitest';
import type { HandMade } from './app-server-hand-made.js';
import { handMadePublish } from './app-server-hand-made.js';
import { Tigase } from './app-server-tigase.js';

const DEVICE = { account: 'alice@tenant.example', name: 'iphone' };

function withDevice(): { tigase: Tigase; node: string } {
  const tigase = new Tigase();
  return { tigase, node: tigase.register(DEVICE).node ?? '' };
}

describe("Tigase's clients", () => {
  it('enable with a node and without form', () => {
    const { tigase, node } = withDevice();
    expect(node).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(tigase.register(DEVICE)).toEqual({ node });
  });
});

describe("Tigase's push component", () => {
  it('wakes a device it knows', () => {
    const { tigase, node } = withDevice();
    expect(tigase.judge(handMadePublish({ node }))).toMatchObject({ fate: 'woken' });
  });

  it.each<[string, HandMade, string, string]>([
    ['an unknown node', { node: 'unknown' }, 'cancel', 'item-not-found'],
    ['no node', { node: null }, 'cancel', 'item-not-found'],
    ['an item without notification', { item: '<item/>' }, 'modify', 'bad-request'],
    ['nothing to show', { item: bareItem() }, 'modify', 'bad-request'],
  ])('refuses %s', (_, parts, type, condition) => {
    const { tigase, node } = withDevice();
    const verdict = tigase.judge(handMadePublish({ node, ...parts }));
    expect(verdict).toMatchObject({ fate: 'refused', reply: { kind: 'error', type, condition } });
  });

  it('answers item-not-found for a device that is gone', () => {
    const { tigase, node } = withDevice();
    tigase.uninstall(node);
    expect(tigase.judge(handMadePublish({ node }))).toMatchObject({ why: 'the device is gone' });
  });
});

function bareItem(): string {
  return "<item><notification xmlns='urn:xmpp:push:0'/></item>";
}
