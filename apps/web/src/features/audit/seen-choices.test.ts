import { expect, it } from 'vitest';
import { ENTRY } from './audit.test-support.js';
import { actorsOf, objectsOf } from './seen-choices.js';

const TOKEN = { ...ENTRY, actor: { kind: 'token', id: 'token-id', name: 'nightly' } } as const;

it('offers everybody on the page once, and what is chosen even where nothing matches', () => {
  expect(actorsOf([ENTRY, TOKEN, ENTRY], undefined)).toEqual([
    { value: ENTRY.actor.id, label: 'owner@provider.example' },
    { value: 'token-id', label: 'Token “nightly”' },
  ]);
  expect(actorsOf([], 'somebody')).toEqual([{ value: 'somebody', label: 'somebody' }]);
  expect(objectsOf([ENTRY], ENTRY.object.id ?? '')).toEqual([
    { value: ENTRY.object.id, label: 'tenant.example' },
  ]);
});
