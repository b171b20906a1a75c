import { beforeEach, describe, expect, it } from 'vitest';
import { Fpush } from './app-server-fpush.js';
import type { HandMade } from './app-server-hand-made.js';
import { field, handMadePublish, SUMMARY_FORM } from './app-server-hand-made.js';

const DEVICE = { account: 'alice@tenant.example', name: 'iphone' };
const AT = 1_800_000_000_000;
const OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';
let fpush: Fpush;
let token: string;
let good: HandMade;

beforeEach(() => {
  fpush = new Fpush();
  const { node = '', form = {} } = fpush.register(DEVICE);
  token = node;
  good = { node, fields: field('pushModule', form.pushModule ?? '') };
});

describe("fpush's clients", () => {
  it('enable with the push token as node and nothing but the module in the form', () => {
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(fpush.register(DEVICE).form ?? {})).toEqual(['pushModule']);
  });
});

describe('fpush', () => {
  it('wakes the device whoever publishes', () => {
    expect(fpush.judge(handMadePublish({ ...good, from: 'a@b.example/c' }), AT).fate).toBe('woken');
  });

  it('takes a publish without options for its default module', () => {
    expect(fpush.judge(handMadePublish({ ...good, fields: null }), AT).fate).toBe('woken');
  });

  it('takes a hidden FORM_TYPE for one in a form of any type', () => {
    const formTypeField = `<field var='FORM_TYPE' type='hidden'><value>${OPTIONS}</value></field>`;
    const publish = handMadePublish({ ...good, formType: "type='form'", formTypeField });
    expect(fpush.judge(publish, AT).fate).toBe('woken');
  });

  const six = ['1', '2', '3', '4', '5'].map((name) => field(name, name)).join('');
  it.each<[string, HandMade, string]>([
    ['no node', { node: null }, 'no publish with a node'],
    ['the form beside the notification', { item: misnested() }, 'a form beside the notification'],
    [
      'a first field that is not pushModule',
      { fields: field('secret', 's') },
      'the first field is not pushModule',
    ],
    [
      'FORM_TYPE in a form that is not submitted',
      { formType: "type='form'" },
      'the first field is not pushModule',
    ],
    ['a form without type', { formType: '' }, 'a form without a known type'],
    ['six fields', { fields: field('pushModule', 'm') + six }, 'more than five fields'],
    ['pushModule without a value', { fields: "<field var='pushModule'/>" }, 'pushModule has not one value'],
  ])('refuses %s with wait/bad-request', (_, parts, why) => {
    const verdict = fpush.judge(handMadePublish({ ...good, ...parts }), AT);
    expect(verdict).toMatchObject({
      fate: 'refused',
      why: expect.stringContaining(why),
      reply: { kind: 'error', type: 'wait', condition: 'bad-request' },
    });
  });

  it('refuses an unknown module with cancel/bad-request', () => {
    const publish = handMadePublish({ ...good, fields: field('pushModule', 'somebody-else') });
    expect(fpush.judge(publish, AT)).toMatchObject({ reply: { type: 'cancel', condition: 'bad-request' } });
  });

  it.each([63, 513])('drops a token of %i characters and says nothing', (length) => {
    const verdict = fpush.judge(handMadePublish({ ...good, node: 'f'.repeat(length) }), AT);
    expect(verdict).toMatchObject({ fate: 'dropped', reply: { kind: 'result' } });
  });

  it('answers cancel/policy-violation for a token that is gone', () => {
    fpush.uninstall(token);
    const reply = { kind: 'error', type: 'cancel', condition: 'policy-violation' };
    expect(fpush.judge(handMadePublish(good), AT)).toMatchObject({ fate: 'refused', reply });
  });
});

describe('the 20 s of a token at fpush', () => {
  const judgeAfter = (ms: number) => fpush.judge(handMadePublish(good), AT + ms);

  it('holds the second push until they are over and drops those that come meanwhile', () => {
    expect(judgeAfter(0)).toMatchObject({ fate: 'woken', reply: { kind: 'result' } });
    expect(judgeAfter(5_000)).toMatchObject({ fate: 'woken', reply: { kind: 'result', delayMs: 15_000 } });
    expect(judgeAfter(19_999)).toMatchObject({ fate: 'dropped', reply: { kind: 'result' } });
  });

  it('begin again with a held push', () => {
    judgeAfter(0);
    judgeAfter(5_000);
    expect(judgeAfter(21_000)).toMatchObject({ fate: 'woken', reply: { delayMs: 19_000 } });
  });

  it('are over after 20 s', () => {
    judgeAfter(0);
    expect(judgeAfter(20_000)).toEqual({ fate: 'woken', why: null, reply: { kind: 'result' } });
  });

  it('are of one token alone', () => {
    judgeAfter(0);
    const { node = '' } = fpush.register({ ...DEVICE, name: 'ipad' });
    expect(fpush.judge(handMadePublish({ ...good, node }), AT).why).toBeNull();
  });
});

function misnested(): string {
  return `<item><notification xmlns='urn:xmpp:push:0'/>${SUMMARY_FORM}</item>`;
}
