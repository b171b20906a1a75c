/** What the demo is to do: run until Ctrl-C, or make one round and judge it. */
export type Mode = 'ongoing' | 'once';

export const USAGE = `Usage: npm run demo [-- --once]

  without arguments   runs until Ctrl-C and shows the dashboard's address
  --once              makes one round, prints each push's timeline, and exits 0 only if each arrived

  BELLHOP_PORT        the dashboard's port; a free one unless set`;

/** Reads the command line; undefined when it is not understood. */
export function readMode(given: readonly string[]): Mode | undefined {
  if (given.length === 0) return 'ongoing';
  return given.length === 1 && given[0] === '--once' ? 'once' : undefined;
}

/**
 * The port that BELLHOP_PORT asks for; undefined means any free one.
 *
 * @throws Error when it is no port
 */
export function readPort(text = ''): number | undefined {
  if (/^0*$/.test(text.trim())) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new Error('BELLHOP_PORT: expected a port from 0 to 65535; 0 takes any free one');
}
