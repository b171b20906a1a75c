import { runQuietly } from './child.mjs';
import { REPOSITORY } from './repository.mjs';
import { duration, tail } from './step.mjs';

/** Runs the adapter's unit tests (.busted says which), prints how they ended, and returns how many passed and failed. */
export async function runLuaSpecs(args = []) {
  const startedAt = performance.now();
  const { exitCode, output } = await runQuietly('busted', ['--output=TAP', ...args], { cwd: REPOSITORY });
  const counts = countTap(output, exitCode);
  const isFine = counts.failed === 0;
  const took = duration(performance.now() - startedAt);
  console.log(`${isFine ? '✓' : '✗'} unit tests of the adapter: ${counts.passed} passed (${took})`);
  if (!isFine) console.log(tail(output, 200));
  return counts;
}

/**
 * Counts the lines of a TAP report (https://testanything.org). A run that ends badly without a failed test, or in
 * which nothing was tested, has failed itself; a test that is only announced (`# SKIP`) has not passed.
 */
export function countTap(output, exitCode) {
  const lines = output.split('\n');
  const count = (pattern) => lines.filter((line) => pattern.test(line)).length;
  const passed = count(/^ok \d+(?!.*# SKIP)/);
  const failed = count(/^not ok \d+/);
  const isBroken = exitCode !== 0 || passed === 0;
  return { passed, failed: failed || (isBroken ? 1 : 0) };
}
