import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './child.mjs';
import { withoutServices } from './debian-services.mjs';
import { commandStep } from './step.mjs';
import { Stop } from './stop.mjs';

/** What each command needs from Debian beside Node.js. */
export const DEBIAN_PACKAGES = {
  demo: ['prosody', 'prosody-modules'],
  bench: ['prosody', 'prosody-modules'],
  differential: ['prosody', 'prosody-modules'],
  faults: ['prosody', 'prosody-modules'],
  test: ['prosody', 'prosody-modules', 'chromium', 'lua-check', 'lua-busted'],
};

/**
 * Taken along where missing. Chromium's libraries want some D-Bus session bus; left to itself apt takes the one that
 * brings systemd's login service and the system bus with it, and this one brings no service at all.
 */
const COMPANIONS = { chromium: { name: 'dbus-x11', unless: 'dbus-user-session' } };

const APT_ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1', LC_ALL: 'C.UTF-8' };
// Somebody else's apt may be at work; wait for it rather than fail.
const APT_OPTIONS = ['-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];

/** Installs those of `packages` that are missing, or stops with the command that would. No service is left behind. */
export async function requireDebianPackages(packages) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) throw new Stop(installationAdvice(missing));
  console.log(`• installing Debian packages that are missing: ${missing.join(', ')}`);
  const wanted = [...missing, ...(await missingCompanions(missing))];
  await commandStep('reading the package lists', 'apt-get', ['-q', 'update'], { env: APT_ENVIRONMENT });
  await install('downloading', [...APT_OPTIONS, '--download-only'], wanted);
  await withoutServices(() => install('unpacking', APT_OPTIONS, wanted, { mustFinish: true }));
}

/** The command for a person to run when this tool may not. */
export function installationAdvice(packages) {
  const command = `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  return `These Debian packages are missing: ${packages.join(', ')}. Please run:\n\n  ${command}\n`;
}

/** Reads `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`: the names that are installed and configured. */
export function installedPackages(output) {
  const lines = output.split('\n').map((line) => line.trim().split(' '));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name));
}

// dpkg-query answers 1 when it knows nothing of one of the names; what it does know is printed all the same.
async function missingPackages(packages) {
  if (!isOnPath('dpkg-query')) throw new Stop(installationAdvice(packages));
  const format = '${Package} ${db:Status-Status}\n';
  const { output } = await runQuietly('dpkg-query', ['-W', '-f', format, ...packages]);
  const installed = installedPackages(output);
  return packages.filter((name) => !installed.has(name));
}

async function missingCompanions(packages) {
  const companions = packages.flatMap((name) => COMPANIONS[name] ?? []);
  const needed = await Promise.all(companions.map(({ unless }) => missingPackages([unless])));
  return companions.filter((_, index) => needed[index].length > 0).map(({ name }) => name);
}

function install(doing, options, packages, { mustFinish = false } = {}) {
  const args = [...options, 'install', ...packages];
  return commandStep(`${doing} ${packages.join(', ')}`, 'apt-get', args, {
    env: APT_ENVIRONMENT,
    mustFinish,
  });
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
