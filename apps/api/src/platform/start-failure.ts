import { isDatabaseOutage } from './database-outage.js';

/** One line for the person who starts Bellhop: what is wrong and what to do. */
export function explainStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'An unknown error occurred.';
  switch (Reflect.get(error, 'code')) {
    case 'EADDRINUSE':
      return 'The port is in use: stop the program that has it, or set BELLHOP_PORT to another (0 takes any free one).';
    case 'EADDRNOTAVAIL':
      return 'BELLHOP_HOST is not an address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all.';
    case 'EACCES':
      return `${error.message}: choose another BELLHOP_PORT or BELLHOP_DATA_FOLDER, or allow it.`;
  }
  if (isDatabaseOutage(error))
    return `The database cannot be reached: check DATABASE_URL. (${error.message})`;
  return error.message;
}
