import { runTogether } from './child.mjs';
import { REPOSITORY, inRepository, program } from './repository.mjs';

/** Compiler, service and dashboard, each of which follows the files it reads. The dashboard passes /api on. */
export function dev() {
  return runTogether([
    { command: program('tsc'), args: ['-b', '-w', '--preserveWatchOutput'], cwd: REPOSITORY },
    { command: process.execPath, args: ['--watch', '--enable-source-maps', inRepository('apps/api/dist/main.js')] },
    { command: program('vite'), args: ['--clearScreen', 'false'], cwd: inRepository('apps/web') },
  ]);
}
