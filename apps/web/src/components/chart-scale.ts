export interface Scale {
  /** The value at the top edge. */
  readonly top: number;
  /** Values that get a line, the lowest first. */
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 5];
const MOST_TICKS = 4;

/** A scale from 0 in round whole numbers that holds `most`. */
export function scaleFor(most: number): Scale {
  for (let power = 1; ; power *= 10) {
    const step = STEPS.map((factor) => factor * power).find((size) => Math.ceil(most / size) <= MOST_TICKS);
    if (step === undefined) continue;
    const count = Math.max(1, Math.ceil(most / step));
    return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
  }
}
