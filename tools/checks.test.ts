import { expect, it } from 'vitest';
import { runChecks } from './checks.mjs';

it('runs every check and counts each, also after one has failed', async () => {
  const checks = [
    { name: 'fine', command: 'true', args: [] },
    { name: 'wrong', command: 'sh', args: ['-c', 'echo what is wrong; exit 1'] },
    { name: 'fine too', command: 'true', args: [] },
  ];
  expect(await runChecks(checks)).toEqual({ passed: 2, failed: 1 });
});
