import { describe, seconds } from './words.js';

const REMINDER_MS = 5_000;

/** Does `work` and says how long it took; `title` names what is there afterwards. */
export async function step<T>(title: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const took = () => seconds(performance.now() - startedAt);
  const remind = () => signal.aborted || console.log(`… ${title} (${took()} so far)`);
  const reminder = setInterval(remind, REMINDER_MS);
  try {
    const result = await work();
    if (!signal.aborted) console.log(`✓ ${title} (${took()})`);
    return result;
  } catch (error) {
    // What breaks because the demo ends is no failure.
    if (!signal.aborted) console.error(`✗ ${title}: failed after ${took()}\n${indent(describe(error))}`);
    throw new StepFailure(title, error);
  } finally {
    clearInterval(reminder);
  }
}

/** A step failed and the reader has been told. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';

  constructor(title: string, cause: unknown) {
    super(title, { cause });
  }
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
