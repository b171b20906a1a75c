type Stop = () => Promise<void>;

/** What has been started and not stopped yet; it is stopped in the opposite order. */
export class Started {
  #stops: Stop[] = [];
  #isStopping = false;

  /** Something has been started; where everything is being stopped already, this is too. */
  readonly add = (stop: Stop): void => {
    this.#stops.push(stop);
    if (this.#isStopping) void this.stopAll();
  };

  /** Stops everything; a failure to stop one thing keeps none of the others running. */
  async stopAll(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      await stop().catch(() => undefined);
    }
  }

  /** Calls `stopAll` at Ctrl-C or TERM, then ends the process. */
  stopAtSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        this.#isStopping = true;
        void this.stopAll().finally(() => process.exit(130));
      });
    }
  }
}
