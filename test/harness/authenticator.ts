import { setTimeout as wait } from 'node:timers/promises';
import { CODE_STEP_MS, oneTimeCode } from './one-time-code.js';

/** A person's authenticator app. */
export class Authenticator {
  #lastStep = 0;

  /** `secret`: in base32, as Bellhop shows it. */
  constructor(private readonly secret: string) {}

  /**
   * A code that was not given before, for each counts once. The second in half a minute is the one of the next step,
   * which counts already; a third has to wait for its time.
   */
  async nextCode(): Promise<string> {
    const step = Math.max(stepOfNow(), this.#lastStep + 1);
    this.#lastStep = step;
    await wait(Math.max(0, (step - 1) * CODE_STEP_MS - Date.now()));
    return oneTimeCode(this.secret, step);
  }
}

function stepOfNow(): number {
  return Math.floor(Date.now() / CODE_STEP_MS);
}
