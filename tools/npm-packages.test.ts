import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isInstalled } from './npm-packages.mjs';
import { inRepository } from './repository.mjs';

const lock = (packages: object) => ({ packages: { '': { name: 'bellhop' }, ...packages } });
const zod = { version: '4.6.7', integrity: 'sha512-a' };
const forMac = { version: '1.0.0', integrity: 'sha512-b', optional: true };

describe('the installed packages', () => {
  it.each([
    ['are the wanted ones', { 'node_modules/zod': zod }, { 'node_modules/zod': zod }, true],
    ['lack one', { 'node_modules/zod': zod }, {}, false],
    [
      'have another version',
      { 'node_modules/zod': zod },
      { 'node_modules/zod': { ...zod, version: '4.6.6' } },
      false,
    ],
    [
      'have other contents',
      { 'node_modules/zod': zod },
      { 'node_modules/zod': { ...zod, integrity: 'sha512-c' } },
      false,
    ],
    ['hold one that nobody wants', {}, { 'node_modules/zod': zod }, false],
    ['lack one for another platform', { 'node_modules/mac': forMac }, {}, true],
  ])('%s', (_, wanted, installed, expected) => {
    expect(isInstalled(lock(wanted), { packages: installed })).toBe(expected);
  });
});

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(inRepository('package-lock.json'), 'utf8'));
  const entries = Object.entries<Entry>(packages);

  it('names no registry host', () => {
    const resolved = entries.filter(([, { link }]) => !link).map(([, entry]) => entry.resolved);
    expect(resolved.filter((address) => address !== undefined)).toEqual([]);
  });

  it('pins the contents of everything that comes from a registry', () => {
    const foreign = entries.filter(([path, { link }]) => path.includes('node_modules/') && !link);
    expect(foreign.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });

  // npm leaves out what the registry did not have at that moment, and `npm ci` then refuses the whole file.
  it('holds every optional package of every platform', () => {
    const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isReachable(path, name, packages)),
    );
    expect(missing).toEqual([]);
  });
});

interface Entry {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Whether Node.js would find `name` from the package at `path`: in its node_modules or in one further up. */
function isReachable(path: string, name: string, packages: object): boolean {
  const parts = path === '' ? [] : path.split('/');
  return [...parts.keys(), parts.length].some(
    (depth) => [...parts.slice(0, depth), 'node_modules', name].join('/') in packages,
  );
}
