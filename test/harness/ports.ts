import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which the system itself takes ports, so nothing slips in before the server listens. */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** TCP ports on loopback that nobody listens on; different from each other. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** One TCP port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const port = randomInt(LOWEST, HIGHEST);
  return (await isFree(port)) ? port : await freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
