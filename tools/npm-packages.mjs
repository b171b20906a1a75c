import { readFileSync } from 'node:fs';
import { commandStep } from './step.mjs';
import { REPOSITORY, inRepository } from './repository.mjs';

/** Installs the npm packages of package-lock.json unless exactly those are installed. */
export async function installNpmPackages() {
  const wanted = readLock(inRepository('package-lock.json'));
  // npm writes this file last, so an interrupted installation has none.
  const installed = readLock(inRepository('node_modules', '.package-lock.json'));
  if (wanted && installed && isInstalled(wanted, installed)) return;
  await commandStep('installing npm packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: REPOSITORY,
  });
}

/** Whether `installed` (npm's own record) is what `wanted` (package-lock.json) asks for on this platform. */
export function isInstalled(wanted, installed) {
  const paths = Object.keys(wanted.packages).filter((path) => path !== '');
  const hasWanted = paths.every((path) => isSame(wanted.packages[path], installed.packages[path]));
  return hasWanted && Object.keys(installed.packages).every((path) => path in wanted.packages);
}

// A package for another platform is optional and absent.
function isSame(wanted, installed) {
  if (!installed) return wanted.optional === true || wanted.devOptional === true;
  return wanted.version === installed.version && wanted.integrity === installed.integrity;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
