import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

/**
 * Breaks each of `files` (glob patterns) of the project in `folder` in every way that Stryker knows, one at a time, and
 * runs the cases of `cases` against it. Returns Stryker's result for each broken place.
 */
export async function breakRules({ folder, copied, files, cases }) {
  const tempDirName = mkdtempSync(join(tmpdir(), 'bellhop-mutation-'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    const stryker = new Stryker({
      mutate: files,
      cases,
      testRunner: 'cases',
      plugins: [fileURLToPath(new URL('cases-runner.mjs', import.meta.url))],
      coverageAnalysis: 'perTest',
      ignorePatterns: ['**', ...copied.map((path) => `!${path}`)],
      tempDirName,
      cleanTempDir: 'always',
      reporters: [],
      concurrency: 2,
      logLevel: 'error',
      allowConsoleColors: false,
    });
    return await stryker.runMutationTest();
  } finally {
    process.chdir(before);
    rmSync(tempDirName, { recursive: true, force: true });
  }
}
