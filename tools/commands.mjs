import { build } from './build.mjs';
import { runOnTerminal } from './child.mjs';
import { closingLine } from './closing-line.mjs';
import { DEBIAN_PACKAGES, requireDebianPackages } from './debian-packages.mjs';
import { dev } from './dev.mjs';
import { SERVICE, settingsOptions } from './service.mjs';
import { watchInterrupts } from './interrupt.mjs';
import { installNpmPackages } from './npm-packages.mjs';
import { inRepository } from './repository.mjs';
import { Stop } from './stop.mjs';
import { test } from './test-run.mjs';

/** Each command: what it needs from Debian, and what it does once everything is installed and (by default) built. */
const COMMANDS = {
  start: { debianPackages: [], run: (args) => runProgram(SERVICE, args, settingsOptions()) },
  demo: { debianPackages: DEBIAN_PACKAGES.demo, run: (args) => runProgram('test/dist/demo/main.js', args) },
  bench: { debianPackages: DEBIAN_PACKAGES.bench, run: (args) => runProgram('bench/dist/main.js', args) },
  differential: {
    debianPackages: DEBIAN_PACKAGES.differential,
    run: (args) => runProgram('test/dist/differential/main.js', args),
  },
  faults: {
    debianPackages: DEBIAN_PACKAGES.faults,
    run: (args) => runProgram('test/dist/faults/main.js', args),
  },
  test: { debianPackages: DEBIAN_PACKAGES.test, run: test },
  dev: { debianPackages: [], run: dev, buildsItself: true },
  mutate: { debianPackages: [], run: mutate, buildsItself: true },
};

// It imports packages, which nothing may before they are installed.
async function mutate(args) {
  const program = await import('./mutate.mjs');
  return program.mutate(args);
}

/** Runs `node tools/run.mjs <command> [args]` and returns the exit code. */
export async function main([name, ...args]) {
  if (!Object.hasOwn(COMMANDS, name ?? '')) {
    console.error(`Usage: node tools/run.mjs <${Object.keys(COMMANDS).join('|')}> [arguments]`);
    return 2;
  }
  watchInterrupts();
  try {
    return await prepareAndRun(COMMANDS[name], args);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    // Tests that could not even start have failed, and whoever reads the closing line must see that.
    if (name === 'test') console.log(closingLine({ passed: 0, failed: 1 }));
    return error.exitCode;
  }
}

async function prepareAndRun({ debianPackages, run, buildsItself = false }, args) {
  await installNpmPackages();
  await requireDebianPackages(debianPackages);
  if (!buildsItself) await build();
  return run(args);
}

function runProgram(path, args, nodeOptions = []) {
  return runOnTerminal(process.execPath, [
    '--enable-source-maps',
    ...nodeOptions,
    inRepository(path),
    ...args,
  ]);
}
