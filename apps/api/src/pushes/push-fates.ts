import type { Outcome } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { EventDto } from '../contract.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import type { TenantRow } from '../tenants/tenant.dto.js';
import { PUSH_COLUMNS, toEventDto } from './event.dto.js';
import type { EventRow, PushRow } from './event.dto.js';
import { OPEN_COLUMNS, toOpenPushDto } from './open-push.dto.js';
import type { OpenPushRow } from './open-push.dto.js';

/** Events with what became of the pushes that they name, also of those made for other events. */
export async function withPushes(
  manager: EntityManager,
  tenant: Pick<TenantRow, 'id' | 'logClasses'>,
  events: readonly EventRow[],
): Promise<EventDto[]> {
  const named = events.flatMap(({ decisions }) => decisions.flatMap(({ pushId }) => pushId ?? []));
  const ids = [...new Set(named)];
  if (ids.length === 0) return events.map((event) => toEventDto(event, NO_FATES));
  // In this order: a push that is over meanwhile is found as one or the other.
  const open = byId(await findOpen(manager, tenant.id, ids), ({ pushId }) => pushId);
  const over = byId(await findOver(manager, tenant, ids), ({ id }) => id);
  return events.map((event) => toEventDto(event, { open, over }));
}

/** What became of pushes so far; of one whose row has expired nothing. */
export async function outcomesOf(
  manager: EntityManager,
  tenant: Pick<TenantRow, 'id' | 'logClasses'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Outcome>> {
  if (ids.length === 0) return new Map();
  const open = await findOpen(manager, tenant.id, ids);
  const over = await findOver(manager, tenant, ids);
  const started = open.flatMap((row) => toOpenPushDto(row) ?? []);
  return new Map([...started, ...over].map(({ id, outcome }) => [id, outcome]));
}

const NO_FATES = { open: new Map(), over: new Map() };

function findOpen(manager: EntityManager, tenantId: string, ids: readonly string[]): Promise<OpenPushRow[]> {
  return manager.query<OpenPushRow[]>(
    `select ${OPEN_COLUMNS} from open_pushes where tenant_id = $1 and push_id = any ($2)`,
    [tenantId, ids],
  );
}

/** A push lies at the instant inside its id. One look-up for each, within the days that they lie in. */
function findOver(
  manager: EntityManager,
  { id: tenantId, logClasses }: Pick<TenantRow, 'id' | 'logClasses'>,
  ids: readonly string[],
): Promise<PushRow[]> {
  const instants = ids.map((id) => new Date(instantOfUuidV7(id) ?? 0));
  const [first, last] = [Math.min(...instants.map(Number)), Math.max(...instants.map(Number))];
  return manager.query<PushRow[]>(
    `select p.* from unnest($3::timestamptz[], $4::uuid[]) as k (at, id), lateral (
       select ${PUSH_COLUMNS} from pushes p
       where p.tenant_id = $1 and p.retention_days = any ($2) and p.at = k.at and p.id = k.id
         and p.at between $5 and $6 offset 0) p`,
    [tenantId, logClasses, instants, ids, new Date(first), new Date(last)],
  );
}

function byId<Row>(rows: readonly Row[], idOf: (row: Row) => string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [idOf(row), row]));
}
