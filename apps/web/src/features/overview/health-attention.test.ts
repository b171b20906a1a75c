import { expect, it } from 'vitest';
import { healthAttention } from './health-attention.js';

const withLog = (log?: string) => healthAttention({ status: 'ok', checks: log === undefined ? {} : { log } });

it.each(['in order', 'not known', undefined])('asks for none while the log is %s', (log) => {
  expect(withLog(log)).toEqual([]);
});

it('says in words that rows of the log lie outside their partitions', () => {
  expect(withLog('has rows outside the partitions of their days')[0]?.text).toBe(
    'The delivery log has rows outside the partitions of their days. Nothing is lost, but such rows are not deleted in time.',
  );
});
