import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countTap, runLuaSpecs } from './lua-specs.mjs';

it('counts what passed and what failed', () => {
  const output = 'ok 1 - one\nnot ok 2 - two\n# why not ok 2\nok 3 - three\n1..3\n';
  expect(countTap(output, 1)).toEqual({ passed: 2, failed: 1 });
});

it('does not count an announced test as passed', () => {
  expect(countTap('ok 1 - one\nok 2 - # SKIP later\n1..2\n', 0)).toEqual({ passed: 1, failed: 0 });
});

it('takes a run that broke, or tested nothing, for a failure', () => {
  expect(countTap('ok 1 - one\n', 1)).toEqual({ passed: 1, failed: 1 });
  expect(countTap('1..0\n', 0)).toEqual({ passed: 0, failed: 1 });
});

it.each([
  ['counts what busted ran', 'it("is fine", function () end); it("is not", function () error("no") end)', 1],
  ['takes a file that cannot be loaded for a failure', 'this is not Lua', 0],
])('%s', async (_rule, source, passed) => {
  const folder = mkdtempSync(join(tmpdir(), 'lua-specs-'));
  try {
    writeFileSync(join(folder, 'some_spec.lua'), source);
    const counts = await runLuaSpecs([`--directory=${folder}`, '--lua=lua5.4', '.']);
    expect(counts).toEqual({ passed, failed: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
