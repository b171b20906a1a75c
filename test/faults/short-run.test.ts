import { expect, it } from 'vitest';
import { FAULT_KINDS } from './fault.js';
import { renderReport } from './report.js';
import { runAndCheck } from './run-and-check.js';

const SEED = 1;

it('whatever fails, nothing is lost and everything is explained', { timeout: 300_000 }, async () => {
  const run = await runAndCheck({
    seed: SEED,
    messages: 1_950,
    perSecond: 30,
    accounts: 40,
    senders: 3,
    faultPauseMs: 4_000,
    patienceMs: 45_000,
    keeps: false,
    onProgress: () => undefined,
  });
  console.log(`Seed ${SEED}\n${renderReport(run)}`);
  expect(new Set(run.histories.faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  expect(run.verdict.violations).toEqual([]);
});
