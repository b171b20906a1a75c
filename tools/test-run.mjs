import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks.mjs';
import { runOnTerminal } from './child.mjs';
import { closingLine } from './closing-line.mjs';
import { runLuaSpecs } from './lua-specs.mjs';
import { REPOSITORY, program } from './repository.mjs';

/**
 * Checks, the adapter's unit tests and vitest; with arguments only vitest, with those arguments. The last line counts
 * them all: `N passed, N failed`. Returns the exit code.
 */
export async function test(args) {
  const isWhole = args.length === 0;
  const checks = isWhole ? await runChecks() : NOTHING;
  const specs = isWhole ? await runLuaSpecs() : NOTHING;
  const { exitCode, counts } = await runVitest(args);
  const passed = checks.passed + specs.passed + counts.passed;
  // A runner that ends badly without a failed test (no test found, a crash) has failed itself.
  const failed = checks.failed + specs.failed + counts.failed || (exitCode === 0 ? 0 : 1);
  if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
  console.log(closingLine({ passed, failed }));
  return failed === 0 ? 0 : 1;
}

const NOTHING = { passed: 0, failed: 0 };

async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-test-counts-'));
  const file = join(folder, 'counts.json');
  try {
    const env = { BELLHOP_TEST_COUNTS_FILE: file };
    const exitCode = await runOnTerminal(program('vitest'), ['run', ...args], { env, cwd: REPOSITORY });
    return { exitCode, counts: readCounts(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// vitest writes the file at the end of a run; when it did not come that far, nothing was counted.
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return { passed: 0, failed: 0, skipped: 0 };
    throw error;
  }
}
