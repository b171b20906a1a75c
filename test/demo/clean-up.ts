import { describe } from './words.js';

/** What has to be undone at the end, in the reverse order of its making. */
export class CleanUp {
  readonly #starting = new AbortController();
  readonly #steps: (() => Promise<unknown>)[] = [];

  /** Aborted when the end begins: whatever is still starting gives up. */
  get signal(): AbortSignal {
    return this.#starting.signal;
  }

  add(step: () => Promise<unknown>): void {
    this.#steps.unshift(step);
  }

  /** Stops what `starting` gives, also when the end comes while it still starts. */
  addStop(starting: Promise<{ stop(): Promise<void> }>): void {
    this.add(async () => {
      const started = await starting.catch(() => undefined);
      await started?.stop();
    });
  }

  /** Undoes everything; a step that fails is told and does not keep the others from running. */
  async run(): Promise<void> {
    this.#starting.abort(new Error('the demo ends'));
    for (const step of this.#steps.splice(0)) {
      await step().catch((error: unknown) => console.error(`while cleaning up: ${describe(error)}`));
    }
  }
}
