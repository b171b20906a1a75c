/** The wish to end, once somebody has it. */
export interface Interruption {
  /** Settles at the first Ctrl-C (or TERM, HUP, or when nobody reads the output any more). */
  readonly happened: Promise<'interrupted'>;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** From here on signals no longer end the process at once: what was started has to be ended first. */
export function watchForInterruption(): Interruption {
  return {
    happened: new Promise((resolve) => {
      const interrupt = () => resolve('interrupted');
      // A terminal and npm both pass one key press on, so more than one signal is the same wish.
      for (const signal of SIGNALS) process.on(signal, interrupt);
      // `npm run demo | head`: writing fails, and what runs is to be ended all the same.
      for (const stream of [process.stdout, process.stderr]) stream.on('error', interrupt);
    }),
  };
}
