import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const checklist = readFileSync(`${root}docs/security.md`, 'utf8');

/** How many items of levels 1 and 2 each section of ASVS 5.0.0 has; they are numbered without gaps. */
const SECTIONS: Readonly<Record<string, number>> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
};

const expected = Object.entries(SECTIONS).flatMap(([section, items]) =>
  Array.from({ length: items }, (_, index) => `${section}.${index + 1}`),
);

/** Items of the first column, with all between `1.2.6–1.2.8`; a range may go over sections. */
function listedItems(): string[] {
  const cells = [...checklist.matchAll(/^\| (\d+\.\d+\.\d+[^|]*?) *\|/gm)].flatMap(([, cell = '']) =>
    cell.split(', '),
  );
  return cells.flatMap((cell) => {
    const [first = '', last = first] = cell.split('–');
    return expected.slice(expected.indexOf(first), expected.indexOf(last) + 1);
  });
}

describe('the ASVS checklist', () => {
  it('has each item of levels 1 and 2 once', () => {
    expect(listedItems().toSorted()).toEqual(expected.toSorted());
  });

  it('names tests that are there', () => {
    const paths = [...checklist.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(100);
    const missing = paths.filter(
      (path) => !existsSync(root + path) && !existsSync(`${root}apps/api/src/${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('gives a reason or a deviation where it names no test, or says that there is none', () => {
    const rows = [...checklist.matchAll(/^\| (\d+\.\d+\.\d+.*)\|$/gm)].map(([, row = '']) => row);
    const silent = rows.filter(
      (row) =>
        !row.includes('.test.ts') &&
        !/\| (–|deviation:|no test:|above, under|the provider's|Node's) ?/.test(
          `| ${row.split('|')[1]?.trim()}`,
        ),
    );
    expect(silent).toEqual([]);
  });
});
