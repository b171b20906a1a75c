import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forbidServiceStarts } from './policy-rc.mjs';

let folder: string;
let policy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-policy-'));
  policy = join(folder, 'policy-rc.d');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('answers "no" to every start while packages are installed', () => {
  const allow = forbidServiceStarts(policy);
  expect(spawnSync(policy, ['prosody', 'start']).status).toBe(101);
  allow();
});

it('leaves no file where there was none', () => {
  forbidServiceStarts(policy)();
  expect(readdirSync(folder)).toEqual([]);
});

it('puts back the file that was there, unchanged', () => {
  writeFileSync(policy, '#!/bin/sh\nexit 0\n', { mode: 0o750 });
  const before = statSync(policy);
  forbidServiceStarts(policy)();
  const after = statSync(policy);
  expect(readFileSync(policy, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  expect([after.ino, after.mode, after.mtimeMs]).toEqual([before.ino, before.mode, before.mtimeMs]);
  expect(readdirSync(folder)).toEqual(['policy-rc.d']);
});

it('repairs what a killed run left behind', () => {
  writeFileSync(policy, '#!/bin/sh\nexit 0\n');
  const module = new URL('./policy-rc.mjs', import.meta.url).href;
  execFileSync(process.execPath, [
    '-e',
    `import('${module}').then((m) => m.forbidServiceStarts('${policy}'))`,
  ]);
  expect(readFileSync(policy, 'utf8')).toContain('exit 101');
  forbidServiceStarts(policy)();
  expect(readFileSync(policy, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
});

it('refuses while another run is installing', () => {
  const allow = forbidServiceStarts(policy);
  expect(() => forbidServiceStarts(policy)).toThrow('is installing packages; wait for it');
  allow();
  expect(existsSync(policy)).toBe(false);
});
