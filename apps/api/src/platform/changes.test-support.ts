import { Client } from 'pg';
import type { TestApi } from './api.test-support.js';

/** What the gateways are told, in order. `heard` waits until everything that was sent has come. */
export interface Listener {
  heard(): Promise<unknown[]>;
  close(): Promise<void>;
}

export async function listenForChanges(api: TestApi): Promise<Listener> {
  const client = new Client({ connectionString: api.database.gatewayUrl });
  const changes: unknown[] = [];
  client.on('notification', ({ payload }) => changes.push(JSON.parse(payload ?? '')));
  await client.connect();
  await client.query('listen bellhop_changes');
  return {
    // Postgres delivers what is committed before it answers the next statement.
    heard: async () => {
      await client.query('select 1');
      return changes.splice(0);
    },
    close: () => client.end(),
  };
}
