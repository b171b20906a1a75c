import type { BenchOptions } from './options.js';

/** What is measured of Bellhop alone, without a chat server beside it. */
export const MEASUREMENT_KINDS = ['throughput', 'facts', 'search', 'bytes', 'fairness'] as const;
export type MeasurementKind = (typeof MEASUREMENT_KINDS)[number];

export interface MeasurementHooks {
  readonly progress: (text: string) => void;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** A table of results; the first row is its header. */
export interface ResultTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  /** What has to be known to read it, one sentence or two. */
  readonly note?: string;
}

/** What a measurement found; the figures go into the JSON file. */
export interface Measured {
  readonly kind: MeasurementKind;
  readonly tables: readonly ResultTable[];
  readonly figures: unknown;
  /** "18.4". */
  readonly postgres: string;
}

export interface Measurement {
  readonly kind: MeasurementKind;
  readonly measure: (options: BenchOptions, hooks: MeasurementHooks) => Promise<Omit<Measured, 'kind'>>;
}
