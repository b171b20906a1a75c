import { expect, it } from 'vitest';
import type { LogSearch } from '../../searches.js';
import { EVENT, pushed } from './log.test-support.js';
import { isShown } from './tail-filter.js';

const event = { ...EVENT, decisions: [pushed('accepted')] };
const [decision] = event.decisions;

it.each<[string, LogSearch, boolean]>([
  ['everything without a filter', {}, true],
  ['the kind', { kind: 'offline' }, true],
  ['another kind', { kind: 'session' }, false],
  ['how the account begins', { account: 'juliet@' }, true],
  ['another account', { account: 'romeo@' }, false],
  ['the reason of a decision', { reason: 'stored-offline' }, true],
  ['another reason', { reason: 'quota' }, false],
  ['the outcome', { outcome: 'accepted' }, true],
  ['another outcome', { outcome: 'rejected' }, false],
  ['the registration', { registrationId: decision?.registrationId }, true],
  ['another app server', { appServer: 'push.other.example' }, false],
])('a live tail follows the filters: %s', (_, search, shown) => {
  expect(isShown(event, search)).toBe(shown);
});

it('a live tail knows the reason of an event without decisions', () => {
  expect(isShown({ ...EVENT, reason: 'gap' }, { reason: 'gap' })).toBe(true);
});
