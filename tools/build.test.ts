import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isUpToDate } from './build.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bellhop-build-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
const write = (name: string, changedAt: number) => {
  writeFileSync(path(name), '');
  utimesSync(path(name), changedAt, changedAt);
};
const source = (changedAt: number) => {
  mkdirSync(path('src/deep'), { recursive: true });
  write('src/deep/a.ts', changedAt);
  for (const name of ['src/deep', 'src']) utimesSync(path(name), 100, 100);
};

it('builds what was never built', () => {
  source(100);
  expect(isUpToDate(path('index.html'), [path('src')])).toBe(false);
});

it('builds again when a source deep down is newer', () => {
  write('index.html', 200);
  source(300);
  expect(isUpToDate(path('index.html'), [path('src')])).toBe(false);
});

it('builds again when a source was removed', () => {
  write('index.html', 200);
  source(100);
  rmSync(path('src/deep/a.ts'));
  expect(isUpToDate(path('index.html'), [path('src')])).toBe(false);
});

it('builds nothing when every source is older, or was never there', () => {
  write('index.html', 200);
  source(100);
  expect(isUpToDate(path('index.html'), [path('src'), path('public')])).toBe(true);
});
