import { defineConfig } from 'vitest/config';
import type { Reporter, TestModule } from 'vitest/node';

/** CI reads one plain closing line; vitest's own summary is for people. */
const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      if (module.errors().length > 0) count.failed += 1;
    }
    const skipped = count.skipped + count.pending;
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${skipped} skipped\n`);
  },
};

const unit = ['libs/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'tools/*.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', closingLine],
    projects: [
      { test: { name: 'unit', include: unit } },
      {
        // Real servers: each file starts its own; two at a time fit on two cores.
        test: {
          name: 'end to end',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
