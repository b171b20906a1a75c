import { readFileSync } from 'node:fs';
import { breakRules } from './mutation/break-rules.mjs';
import { judgeResults } from './mutation/judge-results.mjs';
import { REPOSITORY, inRepository } from './repository.mjs';

const CORE = 'libs/push-core';

/** The rules, and the reading and writing that they depend on; the rest of `wire` has unit tests of its own. */
const FILES = [
  `${CORE}/src/rules/*.ts`,
  `${CORE}/src/inputs/read-*.ts`,
  `${CORE}/src/inputs/attributes.ts`,
  `${CORE}/src/wire/{namespaces,publish-payload,read-skeleton}.ts`,
  '!**/*.test.ts',
];

/**
 * Breaks every rule of push-core in many ways, one at a time, and says which of them no case noticed. With arguments:
 * only these files. Returns the exit code.
 */
export async function mutate(files) {
  const startedAt = Date.now();
  const results = await breakRules({
    folder: REPOSITORY,
    copied: [`${CORE}/**`],
    files: files.length > 0 ? files : FILES,
    cases: `${CORE}/test-support/mutation-cases.ts`,
  });
  const listed = JSON.parse(readFileSync(inRepository(`${CORE}/equivalent-mutations.json`), 'utf8'));
  const report = judgeResults(REPOSITORY, results, listed);
  // What is listed for other files is not looked at when only some are broken.
  const needless = files.length > 0 ? [] : report.needless;
  console.log(reportText({ ...report, needless }, Math.round((Date.now() - startedAt) / 1000)));
  return report.unseen.length + needless.length === 0 && results.length > 0 ? 0 : 1;
}

/** What people read about a run: each file, what was not noticed, and the sum. */
export function reportText({ files, unseen, needless }, seconds) {
  const sum = (name) => [...files.values()].reduce((total, counts) => total + counts[name], 0);
  return [
    ...[...files].map(([file, { broken, seen }]) => `${file}: ${seen} of ${broken} noticed`),
    ...unseen.map(({ file, line, code, to }) => `NOT NOTICED ${file}:${line}: ${code}\n  with ${to}`),
    ...needless.map(({ file, code, to }) => `LISTED WITHOUT NEED ${file}: ${code}\n  with ${to}`),
    `${sum('broken')} broken places in ${seconds} s: ${sum('seen')} noticed, ` +
      `${sum('equivalent')} listed as equivalent, ${unseen.length} not noticed`,
  ].join('\n');
}
