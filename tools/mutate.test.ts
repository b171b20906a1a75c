import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { reportText } from './mutate.mjs';
import { breakRules } from './mutation/break-rules.mjs';
import { judgeResults } from './mutation/judge-results.mjs';
import { inRepository } from './repository.mjs';

const RULE = `export const NAMES: readonly string[] = ['a', 'b'];
export function isLarge(size: number): boolean {
  return size > 10;
}
`;
const CASES = `import { isLarge, NAMES } from './rule.js';
const must = (isKept: boolean) => { if (!isKept) throw new Error('broken'); };
export const casesOf = () => [
  { name: 'small', run: () => must(!isLarge(9)) },
  { name: 'large', run: () => must(isLarge(11)) },
  { name: 'names', run: () => must(NAMES.join() === 'a,b') },
];
`;
const BOUNDARY = { file: 'src/rule.ts', code: 'return size > 10;', to: 'size >= 10', reason: 'planted' };

const folder = mkdtempSync(join(tmpdir(), 'bellhop-planted-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reports the one broken place that no case notices, also in what counts when it is loaded', async () => {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'src/rule.ts'), RULE);
  writeFileSync(join(folder, 'src/cases.ts'), CASES);
  symlinkSync(inRepository('node_modules'), join(folder, 'node_modules'));

  const results = await breakRules({
    folder,
    copied: ['src/**'],
    files: ['src/rule.ts'],
    cases: 'src/cases.ts',
  });

  const { files, unseen } = judgeResults(folder, results, []);
  expect(unseen).toEqual([{ file: 'src/rule.ts', line: 3, code: BOUNDARY.code, to: BOUNDARY.to }]);
  const counts = files.get('src/rule.ts');
  expect(counts?.broken).toBeGreaterThan(5);
  expect(counts?.seen).toBe((counts?.broken ?? 0) - 1);

  const judged = judgeResults(folder, results, [BOUNDARY]);
  expect(judged.unseen).toEqual([]);
  expect(judged.needless).toEqual([]);
});

it('reports what is listed as equivalent without need', () => {
  const report = judgeResults(folder, [], [BOUNDARY]);
  expect(report.needless).toEqual([BOUNDARY]);
  expect(reportText(report, 1)).toContain('LISTED WITHOUT NEED src/rule.ts');
});
