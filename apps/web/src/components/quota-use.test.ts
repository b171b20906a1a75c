import { expect, it } from 'vitest';
import { quotaUse } from './quota-use.js';

const tenant = (used: number) => ({
  quota: { perMinute: null, perDay: 200 },
  quotaUse: { minute: used, day: used },
});

it.each([
  [0, 0, 'good'],
  [99, 49, 'good'],
  [100, 50, 'calm'],
  [140, 70, 'warning'],
  [199, 99, 'warning'],
  [200, 100, 'bad'],
])('of %i pushes says %i %%', (used, percent, tone) => {
  expect(quotaUse(tenant(used), 'day')).toEqual({ used, limit: 200, percent, tone });
});

it('is nothing where there is no quota', () => {
  expect(quotaUse(tenant(100), 'minute')).toBeNull();
});
