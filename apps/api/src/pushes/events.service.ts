import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventDto, EventList, EventQuery } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { readCursor } from '../platform/cursor.js';
import { DEFAULT_PAGE_SIZE } from '../platform/page.js';
import { Refusal } from '../platform/refusal.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import { findTenant } from '../tenants/find-tenant.js';
import type { TenantRow } from '../tenants/tenant.dto.js';
import { readFilters } from './event-filters.js';
import { countEvents } from './event-total.js';
import { toEventPage } from './event-page.js';
import { searchEvents } from './event-search.js';
import type { Found } from './event-search.js';
import { EVENT_COLUMNS } from './event.dto.js';
import type { EventRow } from './event.dto.js';
import { withPushes } from './push-fates.js';

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
      const tenant = await findTenant(manager, tenantId);
      const from = query.cursor === undefined ? null : readCursor(tenantId, query.cursor);
      const filters = await readFilters(manager, tenant, query);
      const direction = from?.direction ?? 'next';
      const found =
        filters === null ? NOTHING : await searchEvents(manager, filters, { direction, from, limit });
      const page = toEventPage(tenantId, from, found, limit);
      const events = await withPushes(manager, tenant, page.events);
      if (query.total !== 'true') return { ...page, events };
      const total = filters === null ? { count: 0, isMore: false } : await countEvents(manager, filters);
      return { ...page, events, total };
    });
  }

  /** @throws Refusal `not-found` */
  get(tenantId: string, eventId: string): Promise<EventDto> {
    return this.scope.forTenant(tenantId, async (manager) => {
      const tenant = await findTenant(manager, tenantId);
      const [event] = await withPushes(manager, tenant, await findEvent(manager, tenant, eventId));
      if (event === undefined)
        throw new Refusal('not-found', 'There is no such event in the log, or no longer.');
      return event;
    });
  }
}

const NOTHING: Found = { events: [], stoppedAt: null };

/** The id tells the millisecond, so that one partition of each retention class is looked into. */
async function findEvent(
  manager: EntityManager,
  tenant: TenantRow,
  id: string,
): Promise<readonly EventRow[]> {
  const instantMs = instantOfUuidV7(id);
  if (instantMs === null) return [];
  return manager.query<EventRow[]>(
    `select ${EVENT_COLUMNS} from events e
     where e.tenant_id = $1 and e.retention_days = any ($2) and e.id = $3
       and e.at >= $4 and e.at < $4::timestamptz + interval '1 millisecond'`,
    [tenant.id, tenant.logClasses, id, new Date(instantMs)],
  );
}
