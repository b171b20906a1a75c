/** Why the demo ends before its time. */
export type Interruption = 'interrupted' | 'broken';

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * From here on neither a signal nor an error that nobody caught ends the process at once: what was started has
 * to be ended first. Settles at the first of them.
 */
export function watchForInterruption(): Promise<Interruption> {
  return new Promise((resolve) => {
    const interrupt = () => resolve('interrupted');
    // A terminal and npm both pass one key press on, so more than one signal is the same wish.
    for (const signal of SIGNALS) process.on(signal, interrupt);
    // `npm run demo | head`: writing fails, and what runs is to be ended all the same.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', interrupt);
    process.on('uncaughtException', (error) => {
      console.error(error);
      resolve('broken');
    });
  });
}
