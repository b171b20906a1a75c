import { createServer } from 'node:net';
import type { Server } from 'node:net';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostmaster, superuser } from '../harness/embedded-postgres.js';
import { eventually } from '../harness/eventually.js';

/** Sends a signal to the first process of the embedded Postgres, once it runs; gives the port it had. */
export async function signalPostgres(dataFolder: string, signal: NodeJS.Signals): Promise<number> {
  return await eventually(
    async () => {
      const postmaster = await findPostmaster(dataFolder);
      if (postmaster === null) throw new Error('Postgres does not run');
      process.kill(postmaster.pid, signal);
      return postmaster.port;
    },
    { what: 'a Postgres to end', timeoutMs: BACK_TIMEOUT_MS },
  );
}

/** Keeps Postgres from being started again for that long; less well where it was faster than we. */
export async function occupyPort(port: number, forMs: number): Promise<void> {
  const occupier = await eventually(() => listen(port), { timeoutMs: 1_000 }).catch(() => null);
  await delay(forMs);
  occupier?.close();
}

/** Returns when the embedded Postgres answers. */
export async function postgresAnswers(dataFolder: string): Promise<void> {
  await eventually(
    async () => {
      const client = new pg.Client(await superuser(dataFolder));
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('select 1');
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    { what: 'Postgres being back', timeoutMs: BACK_TIMEOUT_MS },
  );
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Bellhop starts it again, and may be stopped itself for the time being. */
const BACK_TIMEOUT_MS = 90_000;
