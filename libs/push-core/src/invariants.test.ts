import fc from 'fast-check';
import { it } from 'vitest';
import { play } from '../test-support/history/play.js';
import { histories } from '../test-support/history/steps.js';

/** Other histories: `HISTORIES=100000 SEED=7 npx vitest run libs/push-core/src/invariants.test.ts`. */
const numRuns = Number(process.env['HISTORIES'] ?? 10_000);
const seed = Number(process.env['SEED'] ?? 357);

it(`hold in ${numRuns} random histories`, { timeout: 3_600_000 }, () => {
  fc.assert(fc.property(histories, play), { numRuns, seed });
});
