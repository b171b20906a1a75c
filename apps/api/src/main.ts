import { describeError } from './platform/describe-error.js';
import { createLogger } from './platform/logger.js';
import { explainStartFailure } from './platform/start-failure.js';
import { readConfig } from './config.js';
import { startService } from './start-service.js';

const STOP_DEADLINE_MS = 20_000;

// From here on a signal no longer ends the process at once: what was started is stopped in order, however
// early the signal comes. npm passes Ctrl-C on, so it may come twice.
const stopRequested = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
});

try {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const stop = await startService(config, logger);
  await stopRequested;
  setTimeout(() => {
    logger.error('could not stop in time');
    process.exit(1);
  }, STOP_DEADLINE_MS).unref();
  await stop().catch((error: unknown) => logger.error({ error: describeError(error) }, 'stopping failed'));
  process.exit(0);
} catch (error) {
  process.stderr.write(`Bellhop could not start. ${explainStartFailure(error)}\n`);
  process.exit(1);
}
