import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { play } from './history/play.js';
import { histories } from './history/steps.js';
import { readVectors, run } from './vectors.js';

/** What `npm run mutate` runs against each broken rule: every vector, and random histories as a second net. */
export function casesOf(folder: string) {
  const { vectors, defaults } = readVectors(`${folder}/libs/push-core/vectors`);
  const shown = vectors.map(({ name, vector }) => ({
    name,
    run: () => {
      const { actual, expected } = run(vector, defaults);
      if (!isDeepStrictEqual(actual, expected)) throw new Error('other actions than expected');
    },
  }));
  return [...shown, { name: 'invariants', run: playSome }];
}

function playSome(): void {
  fc.assert(fc.property(histories, play), { numRuns: 200, seed: 357, endOnFailure: true });
}
