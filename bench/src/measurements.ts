import { measureBytes } from './bytes/bytes.js';
import { measureFacts } from './facts/facts.js';
import { measureFairness } from './fairness/fairness.js';
import type { Measurement } from './measurement.js';
import { measureSearch } from './search/search.js';
import { measureThroughput } from './throughput/throughput.js';

export const MEASUREMENTS: readonly Measurement[] = [
  { kind: 'throughput', measure: measureThroughput },
  { kind: 'facts', measure: measureFacts },
  { kind: 'search', measure: measureSearch },
  { kind: 'bytes', measure: measureBytes },
  { kind: 'fairness', measure: measureFairness },
];
