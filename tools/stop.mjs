import { constants } from 'node:os';

/** The signals that ask this tool to end. */
export const STOP_SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** A reason to stop that is told in one line, without a stack trace. */
export class Stop extends Error {
  name = 'Stop';

  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The person pressed Ctrl-C, or the machine asked us to end. */
export class Interrupted extends Stop {
  name = 'Interrupted';

  constructor(signal) {
    super('Stopped.', 128 + constants.signals[signal]);
  }
}
