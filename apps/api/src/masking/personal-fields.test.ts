import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accountAddress, deviceNode, serverText } from '../contract/personal.js';
import { maskAnswer } from './mask-answer.js';
import { walkOf } from './personal-fields.js';

const schema = z.object({
  id: z.uuid(),
  account: accountAddress.nullable(),
  rows: z.array(z.object({ node: deviceNode.optional(), count: z.int() })),
  kind: z.union([z.object({ text: serverText }), z.object({ number: z.int() })]),
});

describe('masking an answer', () => {
  it('changes what is marked, wherever it stands, and nothing else', () => {
    const answer = {
      id: 'an id',
      account: 'juliet@tenant.example',
      rows: [{ node: 'a1b2c3d4e5', count: 1 }, { count: 2 }],
      kind: { text: 'juliet@tenant.example has no a1b2c3d4e5' },
    };
    expect(maskAnswer(schema, answer, null)).toEqual({
      id: 'an id',
      account: 'j•••@tenant.example',
      rows: [{ node: 'a1b2•••', count: 1 }, { count: 2 }],
      kind: { text: 'j•••@tenant.example has no a1b2•••' },
    });
  });

  it('leaves null and other alternatives as they are, and does not touch the answer itself', () => {
    const answer = Object.freeze({
      id: 'an id',
      account: null,
      rows: [],
      kind: Object.freeze({ number: 1 }),
    });
    expect(maskAnswer(schema, answer, null)).toEqual(answer);
  });

  it('shows the account that the caller named, and no other', () => {
    const list = z.array(accountAddress);
    const answer = ['juliet@tenant.example', 'juliette@tenant.example'];
    expect(maskAnswer(list, answer, 'juliet@tenant.example')).toEqual([
      'juliet@tenant.example',
      'j•••@tenant.example',
    ]);
  });

  it('has nothing to do where nothing is marked', () => {
    expect(walkOf(z.object({ id: z.uuid(), counts: z.record(z.string(), z.int()) }))).toBeNull();
  });

  it.each([z.record(z.string(), accountAddress), z.set(z.string()), z.string().transform(String), z.any()])(
    'refuses a schema that it does not see through',
    (hidden) => {
      expect(() => walkOf(z.object({ hidden }))).toThrow('masking does not know');
    },
  );
});
