import { expect, it } from 'vitest';
import { closingLine, countTests } from './closing-line.mjs';

const file = (states: string[], errors: Error[] = []) => ({
  children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
  errors: () => errors,
});

it('counts the tests of all files', () => {
  const files = [file(['passed', 'failed']), file(['passed', 'skipped', 'pending'])];
  expect(countTests(files, [])).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

it('counts a file that cannot be loaded as failed', () => {
  expect(countTests([file([], [new Error('no such module')])], [])).toMatchObject({ passed: 0, failed: 1 });
});

it('counts an error outside of every test as failed', () => {
  expect(countTests([file(['passed'])], [new Error('late rejection')])).toMatchObject({
    passed: 1,
    failed: 1,
  });
});

it('is one plain line', () => {
  expect(closingLine({ passed: 12, failed: 3 })).toBe('12 passed, 3 failed');
});
