import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventDto, EventList, EventQuery } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { DEFAULT_PAGE_SIZE, toPage } from '../platform/page.js';
import { Refusal } from '../platform/refusal.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import { findTenant } from '../tenants/find-tenant.js';
import { eventConditions } from './event-conditions.js';
import { EVENT_COLUMNS, PUSH_COLUMNS, toEventDto } from './event.dto.js';
import type { EventRow, PushFates, PushRow } from './event.dto.js';
import { WAITING_COLUMNS } from './waiting-push.dto.js';
import type { WaitingRow } from './waiting-push.dto.js';

/** The delivery log: what was reported, what was decided for each registration, and what became of the pushes. */
@Injectable()
export class EventsService {
  constructor(private readonly scope: TenantScope) {}

  /**
   * The newest first.
   *
   * @throws Refusal `not-found`, `bad-cursor`
   */
  list(tenantId: string, query: EventQuery): Promise<EventList> {
    const limit = query.limit ?? DEFAULT_PAGE_SIZE;
    return this.scope.forTenant(tenantId, async (manager) => {
      const where = eventConditions(await findTenant(manager, tenantId), query);
      const rows = await manager.query<EventRow[]>(
        `select ${EVENT_COLUMNS} from events e where ${where.text}
         order by e.at desc, e.id desc limit ${where.bind(limit + 1)}`,
        where.values,
      );
      const page = toPage(tenantId, rows, limit);
      return { events: await withPushes(manager, tenantId, page.rows), next: page.next };
    });
  }

  /** @throws Refusal `not-found` */
  get(tenantId: string, eventId: string): Promise<EventDto> {
    return this.scope.forTenant(tenantId, async (manager) => {
      await findTenant(manager, tenantId);
      const [event] = await withPushes(manager, tenantId, await findEvent(manager, tenantId, eventId));
      if (event === undefined)
        throw new Refusal('not-found', 'There is no such event in the log, or no longer.');
      return event;
    });
  }
}

/** The id tells the millisecond, so that one partition is looked into. */
async function findEvent(manager: EntityManager, tenantId: string, id: string): Promise<readonly EventRow[]> {
  const instantMs = instantOfUuidV7(id);
  if (instantMs === null) return [];
  return manager.query<EventRow[]>(
    `select ${EVENT_COLUMNS} from events e
     where e.tenant_id = $1 and e.id = $2 and e.at >= $3 and e.at < $3::timestamptz + interval '1 millisecond'`,
    [tenantId, id, new Date(instantMs)],
  );
}

/** A push may have been made for another event than the one it tells of, so it is found by its own id. */
async function withPushes(
  manager: EntityManager,
  tenantId: string,
  events: readonly EventRow[],
): Promise<EventDto[]> {
  const named = events.flatMap(({ decisions }) => decisions.flatMap(({ pushId }) => pushId ?? []));
  const ids = [...new Set(named)];
  // In this order: a push that is made meanwhile is found as one or the other.
  const waiting = byId(await findWaiting(manager, tenantId, ids), ({ pushId }) => pushId);
  const made = byId(await findPushes(manager, tenantId, ids), ({ id }) => id);
  const fates: PushFates = { waiting, made };
  return events.map((event) => toEventDto(event, fates));
}

/** A push lies at the instant inside its id. */
function findPushes(manager: EntityManager, tenantId: string, ids: readonly string[]): Promise<PushRow[]> {
  const instants = new Set(ids.map((id) => instantOfUuidV7(id) ?? 0));
  return manager.query<PushRow[]>(
    `select ${PUSH_COLUMNS} from pushes where tenant_id = $1 and id = any ($2) and at = any ($3)`,
    [tenantId, ids, [...instants].map((instantMs) => new Date(instantMs))],
  );
}

function findWaiting(
  manager: EntityManager,
  tenantId: string,
  ids: readonly string[],
): Promise<WaitingRow[]> {
  return manager.query<WaitingRow[]>(
    `select ${WAITING_COLUMNS} from windows where tenant_id = $1 and push_id = any ($2)`,
    [tenantId, ids],
  );
}

function byId<Row>(rows: readonly Row[], idOf: (row: Row) => string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [idOf(row), row]));
}
