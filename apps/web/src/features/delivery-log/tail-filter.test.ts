import { expect, it } from 'vitest';
import { EVENT, pushed } from './log.test-support.js';
import { isShown, tailPath } from './tail-filter.js';

const decision = pushed('accepted');
const event = { ...EVENT, decisions: [decision] };

it('asks the API for what it can narrow a tail by', () => {
  expect(tailPath('t1', {})).toBe('/tenants/t1/events/tail');
  expect(tailPath('t1', { account: 'juliet@', kind: 'offline', outcome: 'accepted' })).toBe(
    '/tenants/t1/events/tail?account=juliet%40&kind=offline',
  );
});

it.each([
  ['everything without a filter', {}, true],
  ['the outcome', { outcome: 'accepted' }, true],
  ['another outcome', { outcome: 'rejected' }, false],
  ['the registration', { registrationId: decision.registrationId }, true],
  ['another registration', { registrationId: 'another' }, false],
  ['both of the same decision', { registrationId: decision.registrationId, outcome: 'rejected' }, false],
] as const)('a live tail follows the other filters: %s', (_, filters, shown) => {
  expect(isShown(event, filters)).toBe(shown);
});
