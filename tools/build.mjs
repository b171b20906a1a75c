import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { commandStep } from './step.mjs';
import { REPOSITORY, inRepository, program } from './repository.mjs';

/** What the dashboard's bundle is made of. */
const DASHBOARD_SOURCES = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'apps/api/src/contract.ts',
  'apps/api/src/contract',
  'libs/push-core/src',
  'package-lock.json',
];

/** Builds what is missing or older than its sources: the compiler looks for itself, the dashboard by file times. */
export async function build() {
  await commandStep('compiling', program('tsc'), ['-b', '--pretty', 'false'], { cwd: REPOSITORY });
  if (
    isUpToDate(
      inRepository('apps/web/dist/index.html'),
      DASHBOARD_SOURCES.map((path) => inRepository(path)),
    )
  )
    return;
  await commandStep('building the dashboard', program('vite'), ['build', '--logLevel', 'warn'], {
    cwd: inRepository('apps/web'),
  });
}

/** Whether `product` exists and nothing under `sources` (files or folders, existing or not) is newer. */
export function isUpToDate(product, sources) {
  const builtAt = statSync(product, { throwIfNoEntry: false })?.mtimeMs;
  return builtAt !== undefined && sources.every((source) => newestChange(source) <= builtAt);
}

// A folder's own time tells of files removed from it.
function newestChange(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
