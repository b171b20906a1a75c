type Stop = () => Promise<void>;

/** What has been started and not stopped yet; it is stopped in the opposite order. */
export class Started {
  readonly #stops: Stop[] = [];
  #stopped: Promise<void> = Promise.resolve();
  #isInterrupted = false;

  /** Somebody asked to end; what fails from here on fails because of that. */
  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  /** Something has been started; where everything is being stopped already, this is too. */
  readonly add = (stop: Stop): void => {
    this.#stops.push(stop);
    if (this.#isInterrupted) void this.stopAll();
  };

  /** Returns when everything is stopped; a failure to stop one thing keeps none of the others running. */
  stopAll(): Promise<void> {
    this.#stopped = this.#stopped.then(() => this.#stopEach());
    return this.#stopped;
  }

  /** Stops everything at Ctrl-C or TERM, then ends the process. */
  stopAtSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        this.#isInterrupted = true;
        void this.stopAll().finally(() => process.exit(130));
      });
    }
  }

  async #stopEach(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      await stop().catch(() => undefined);
    }
  }
}
