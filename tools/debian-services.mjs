import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runQuietly } from './child.mjs';
import { forbidServiceStarts } from './policy-rc.mjs';
import { step } from './step.mjs';
import { Stop } from './stop.mjs';

const SYSV_FOLDERS = ['rc2.d', 'rc3.d', 'rc4.d', 'rc5.d', 'rcS.d'].map((name) => join('/etc', name));
const SYSTEMD_FOLDER = '/etc/systemd/system';

/**
 * Does `work` (an installation) so that no service runs or is enabled afterwards that was not before: maintainer
 * scripts may start nothing, and what they enabled is disabled again, also when the installation failed.
 */
export async function withoutServices(work) {
  const before = enabledLinks();
  const allowServiceStarts = forbidServiceStarts();
  try {
    await work();
  } finally {
    allowServiceStarts();
    await disableServices(before);
  }
}

/**
 * The services behind links that are in `after` and not in `before`: `{ name, kind, level }`, where a sysv link
 * /etc/rc2.d/S01prosody is prosody and a systemd link /etc/systemd/system/x.wants/y.service is y.service.
 */
export function newServices(before, after) {
  const known = new Set(before.map(serviceOf).map(keyOf));
  const found = new Map(after.map(serviceOf).map((service) => [keyOf(service), service]));
  return [...found].filter(([key]) => !known.has(key)).map(([, service]) => service);
}

function keyOf({ name, level }) {
  return `${name} ${level}`;
}

function serviceOf(link) {
  if (link.startsWith(SYSTEMD_FOLDER)) return { kind: 'systemd', name: basename(link), level: '' };
  const level = basename(dirname(link)).slice(2, 3);
  return { kind: 'sysv', name: basename(link).slice(3), level };
}

async function disableServices(before) {
  const services = newServices(before, enabledLinks());
  if (services.length === 0) return;
  const names = [...new Set(services.map(({ name }) => name))].join(', ');
  await step(`leaving system services as they were: ${names} stays disabled`, async () => {
    for (const service of services) await disable(service);
    const left = newServices(before, enabledLinks()).map(({ name }) => name);
    if (left.length > 0) throw new Stop(`These services are enabled and were not before: ${left.join(', ')}`);
    const running = await runningServices(services);
    if (running.length > 0) throw new Stop(`These services run and did not before: ${running.join(', ')}`);
  });
}

function disable({ kind, name, level }) {
  const [command, ...args] =
    kind === 'sysv' ? ['update-rc.d', name, 'disable', level] : ['deb-systemd-helper', 'disable', name];
  return runQuietly(command, args, { mustFinish: true });
}

// By the init script's own pid file: another Prosody of this machine, started by a person or a test, does not count.
async function runningServices(services) {
  const names = new Set(services.map(({ name }) => name.replace(/\.service$/, '')));
  const states = [...names].map(async (name) => ({ name, running: await isRunning(name) }));
  return (await Promise.all(states)).filter(({ running }) => running).map(({ name }) => name);
}

async function isRunning(name) {
  const { exitCode, output } = await runQuietly('service', [name, 'status'], { mustFinish: true });
  return exitCode === 0 && /running/.test(output) && !/not running/.test(output);
}

function enabledLinks() {
  const sysv = SYSV_FOLDERS.flatMap((folder) =>
    list(folder)
      .filter((name) => name.startsWith('S'))
      .map((name) => join(folder, name)),
  );
  const wants = list(SYSTEMD_FOLDER).filter((name) => /\.(wants|requires)$/.test(name));
  const systemd = wants
    .map((name) => join(SYSTEMD_FOLDER, name))
    .flatMap((folder) => list(folder).map((name) => join(folder, name)));
  return [...sysv, ...systemd];
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
