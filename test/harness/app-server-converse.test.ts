import { describe, expect, it } from 'vitest';
import { ConverseStyle } from './app-server-converse.js';
import type { HandMade } from './app-server-hand-made.js';
import { field, handMadePublish, SUMMARY_FORM } from './app-server-hand-made.js';

const DEVICE = { account: 'alice@tenant.example', name: 'browser' };

function withDevice(): { server: ConverseStyle; node: string; good: HandMade } {
  const server = new ConverseStyle();
  const { node = '', form = {} } = server.register(DEVICE);
  return { server, node, good: { node, fields: field('secret', form.secret ?? '') } };
}

describe("an operator's own app server", () => {
  it('has the identity and the feature that Converse looks for', () => {
    expect(new ConverseStyle().disco).toContain("<identity category='pubsub' type='push'/>");
    expect(new ConverseStyle().disco).toContain("<feature var='urn:xmpp:push:0'/>");
  });

  it('wakes a device for a publish that follows XEP-0357 to the letter', () => {
    const { server, good } = withDevice();
    expect(server.judge(handMadePublish(good))).toMatchObject({ fate: 'woken' });
  });

  const notification = "<notification xmlns='urn:xmpp:push:0'/>";
  const strange = SUMMARY_FORM.replace('urn:xmpp:push:summary', 'urn:example:other');
  it.each<[string, HandMade, string]>([
    [
      'two items',
      { item: `<item>${notification}</item><item>${notification}</item>` },
      'not exactly one item',
    ],
    ['an empty item', { item: '<item/>' }, 'no notification'],
    ['a form beside it', { item: `<item>${notification}${SUMMARY_FORM}</item>` }, 'beside the notification'],
    [
      'another form',
      { item: `<item>${notification.replace('/>', `>${strange}</notification>`)}</item>` },
      'no summary',
    ],
    ['options of another kind', { formTypeField: field('FORM_TYPE', 'x') }, 'no publish-options'],
    ['a full JID as sender', { from: 'tenant.example/r' }, 'the sender is a full JID'],
    ['another domain', { from: 'other.example' }, "another domain's account"],
    ['an unknown node', { node: 'unknown' }, 'no such node'],
    ['a wrong secret', { fields: field('secret', 'guessed') }, 'wrong secret'],
    ['no publish-options', { fields: null }, 'wrong secret'],
  ])('refuses %s', (_, parts, why) => {
    const { server, good } = withDevice();
    const verdict = server.judge(handMadePublish({ ...good, ...parts }));
    expect(verdict).toMatchObject({ fate: 'refused', why: expect.stringContaining(why) });
  });

  it('answers item-not-found for a device that is gone', () => {
    const { server, node, good } = withDevice();
    server.uninstall(node);
    expect(server.judge(handMadePublish(good))).toMatchObject({ reply: { condition: 'item-not-found' } });
  });
});
