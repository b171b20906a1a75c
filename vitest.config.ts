import { defineConfig } from 'vitest/config';
import { countsReporter } from './tools/closing-line.mjs';

const unit = [
  'libs/*/src/**/*.test.ts',
  'apps/*/src/**/*.test.{ts,tsx}',
  'bench/src/**/*.test.ts',
  'tools/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', countsReporter],
    projects: [
      {
        test: {
          name: 'unit',
          include: unit,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real servers: each file starts its own; two at a time fit on two cores.
        test: {
          name: 'end to end',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
