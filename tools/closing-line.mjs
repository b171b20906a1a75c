import { writeFileSync } from 'node:fs';

/** The plain last line that continuous integration reads. */
export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** A vitest reporter: hands its counts to `npm test` when that runs it, otherwise prints the closing line itself. */
export const countsReporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = countTests(modules, unhandledErrors);
    const file = process.env.BELLHOP_TEST_COUNTS_FILE;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else process.stdout.write(`\n${closingLine(counts)}\n`);
  },
};

/** Counts tests by how they ended; a file that cannot be loaded and an error outside of tests count as failed. */
export function countTests(modules, unhandledErrors) {
  const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) counts[test.result().state] += 1;
    if (module.errors().length > 0) counts.failed += 1;
  }
  return { passed: counts.passed, failed: counts.failed, skipped: counts.skipped + counts.pending };
}
