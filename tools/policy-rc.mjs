import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Stop } from './stop.mjs';

/** Debian asks this program before a maintainer script starts a service; 101 means "no". */
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const MARK = '# Bellhop: no service starts while packages are installed; removed afterwards. pid';

/**
 * Forbids maintainer scripts to start services and returns the function that puts things back exactly as they were.
 * A file of somebody else is moved aside meanwhile, with its owner, mode and time. What a killed run left is repaired.
 */
export function forbidServiceStarts(path = POLICY_FILE) {
  repair(path);
  const aside = `${path}.before-bellhop`;
  if (existsSync(path)) renameSync(path, aside);
  writeFileSync(path, `#!/bin/sh\n${MARK} ${process.pid}\nexit 101\n`, { mode: 0o755, flag: 'wx' });
  return () => putBack(path, aside);
}

function putBack(path, aside) {
  rmSync(path, { force: true });
  if (existsSync(aside)) renameSync(aside, path);
}

function repair(path) {
  const owner = ownerOf(path);
  if (owner === undefined) return;
  if (isAlive(owner))
    throw new Stop(`Another Bellhop command (process ${owner}) is installing packages; wait for it.`);
  putBack(path, `${path}.before-bellhop`);
}

/** The process that wrote our file, or undefined when the file is absent or somebody else's. */
function ownerOf(path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const line = text.split('\n').find((candidate) => candidate.startsWith(MARK));
  return line === undefined ? undefined : Number(line.slice(MARK.length));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
