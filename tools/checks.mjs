import { runQuietly } from './child.mjs';
import { REPOSITORY, program } from './repository.mjs';
import { duration, tail } from './step.mjs';

/** The checks that read the sources without running them; package.json offers the same as scripts. */
const CHECKS = [
  { name: 'format', command: program('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: program('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'types of the tests', command: program('tsc'), args: ['-p', 'tsconfig.tests.json'] },
  { name: 'dead code', command: program('knip'), args: [] },
  { name: 'lint of the adapter', command: 'luacheck', args: ['--quiet', 'adapters/prosody'] },
];

/** Runs the checks one after the other, prints what each found, and returns how many passed and failed. */
export async function runChecks(checks = CHECKS) {
  const counts = { passed: 0, failed: 0 };
  for (const check of checks) counts[(await passes(check)) ? 'passed' : 'failed'] += 1;
  return counts;
}

async function passes({ name, command, args }) {
  const startedAt = performance.now();
  const { exitCode, output } = await runQuietly(command, args, { cwd: REPOSITORY });
  const took = duration(performance.now() - startedAt);
  if (exitCode === 0) {
    console.log(`✓ ${name} (${took})`);
    return true;
  }
  console.log(`✗ ${name} (${took})\n${indent(tail(output, 200))}`);
  return false;
}

function indent(text) {
  return text.replace(/^(?=.)/gm, '    ');
}
