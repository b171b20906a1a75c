const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * The pause before try number `failures` (1 for the first failure), in ms: full jitter between zero and
 * 1 s, 2 s, 4 s … 60 s, so that many connections to one restarted server do not come back in step.
 * `random` lies in [0, 1).
 */
export function backOffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  return Math.round(ceiling * random);
}
