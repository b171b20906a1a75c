import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { runTogether } from './child.mjs';
import { REPOSITORY, inRepository, program } from './repository.mjs';
import { SERVICE, settingsOptions } from './service.mjs';

/**
 * Compiler, service and dashboard, each of which follows the files it reads. The dashboard passes /api on. What was
 * compiled before is enough to begin with: the compiler says what is wrong with the rest.
 */
export async function dev() {
  if (!existsSync(inRepository(SERVICE))) await build();
  const api = `http://127.0.0.1:${process.env.BELLHOP_PORT || 8080}`;
  return runTogether([
    { command: program('tsc'), args: ['-b', '-w', '--preserveWatchOutput'], cwd: REPOSITORY },
    {
      command: process.execPath,
      args: ['--watch', '--enable-source-maps', ...settingsOptions(), inRepository(SERVICE)],
    },
    {
      command: program('vite'),
      args: ['--clearScreen', 'false'],
      cwd: inRepository('apps/web'),
      env: { BELLHOP_API_URL: api },
    },
  ]);
}
