import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { startPostmaster } from './postmaster.js';
import type { Postmaster, PostmasterOptions } from './postmaster.js';
import { isRunning } from './process-identity.js';

const WATCH_MS = 250;
const RESTART_PAUSES_MS = [0, 500, 2_000, 10_000];

export interface Watch {
  pid(): number;
  /** Ends the watch; returns the process that is to be stopped. */
  end(): Promise<number>;
}

/** Looks whether the process lives, and starts Postgres again on the same port when it does not. */
export function watchPostmaster(options: PostmasterOptions, first: Postmaster, logger: Logger): Watch {
  const ending = new AbortController();
  let { pid } = first;
  const watching = (async () => {
    for (;;) {
      await pause(WATCH_MS, undefined, { ref: false, signal: ending.signal });
      if (isRunning(pid)) continue;
      logger.error({ postgresPid: pid }, 'Postgres died and is started again');
      pid = (await restart(options, first.port, logger, ending.signal)).pid;
    }
  })().catch((error: unknown) => {
    if (!ending.signal.aborted) logger.fatal({ err: error }, 'Postgres is no longer watched');
  });
  return {
    pid: () => pid,
    end: async () => {
      ending.abort();
      await watching;
      return pid;
    },
  };
}

async function restart(
  options: PostmasterOptions,
  port: number,
  logger: Logger,
  signal: AbortSignal,
): Promise<Postmaster> {
  for (let attempt = 0; ; attempt += 1) {
    const pauseMs = RESTART_PAUSES_MS[Math.min(attempt, RESTART_PAUSES_MS.length - 1)];
    await pause(pauseMs, undefined, { ref: false, signal });
    try {
      const postmaster = await startPostmaster(options, port);
      logger.info({ postgresPid: postmaster.pid, port }, 'Postgres is running again');
      return postmaster;
    } catch (error) {
      logger.error({ err: error }, 'Postgres could not be started again');
    }
  }
}
