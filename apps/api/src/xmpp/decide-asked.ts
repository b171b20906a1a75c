import type { AskedInput } from '@bellhop/push-core';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import { announceChange } from '../platform/changes.js';
import { AppServerRegistry } from './app-servers.js';
import { decideAndWrite } from './decide-and-write.js';
import { LinkMemory } from './link-memory.js';
import type { EventRow } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';

/** On whatever node it is asked for. */
export interface AskedOf {
  readonly tenant: ServedTenant;
  readonly secretBox: SecretBox;
  readonly logger: Logger;
}

/**
 * Decides and writes what a person asks for about a registration, in a transaction of its tenant. A push that comes of
 * it is a row then, and whoever has the tenant's link makes it. Returns the event's row.
 */
export async function decideAsked(
  manager: EntityManager,
  { tenant, secretBox, logger }: AskedOf,
  input: AskedInput,
): Promise<EventRow> {
  // What is known in memory of links and app servers is looked at when the push is made.
  const [memory, appServers] = [new LinkMemory(), new AppServerRegistry().of(tenant.id)];
  const decided = await decideAndWrite(manager, { tenant, secretBox, logger, memory, appServers }, [input]);
  await announceChange(manager, { kind: 'pushes', id: tenant.id });
  const event = decided[0]?.rows.events[0];
  if (event === undefined) throw new Error('what a person asks for has a row in the log');
  return event;
}
