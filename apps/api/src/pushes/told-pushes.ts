import type { EntityManager } from 'typeorm';
import { Conditions } from '../platform/conditions.js';
import type { EventFilters } from './event-filters.js';
import { OPEN_OUTCOMES } from './open-push.dto.js';
import { instantOf } from './uuid-instant.js';

interface ToldPushes {
  readonly ids: readonly string[];
  /** The earliest of their instants, before which no event tells of them; null: there are none. */
  readonly firstAt: Date | null;
}

/** More pushes of an outcome are not looked through for those of one account. */
const FEW = 2000;

/** The account's pushes of the outcome that is asked for; null: that outcome is not rare. */
export async function findToldPushes(
  manager: EntityManager,
  filters: EventFilters,
): Promise<ToldPushes | null> {
  const { outcome } = filters;
  if (outcome === 'pending' || outcome === 'deferred') return ofOpen(manager, filters, outcome);
  const where = new Conditions().add('tenant_id = $', filters.tenantId);
  where.add('retention_days = any ($)', filters.classes).add('outcome = $', outcome);
  // Not after the last event; a push's first event may well lie before the first one that is asked for.
  where.addGiven('at < $', filters.to);
  const [found] = await manager.query<(ToldPushes & { readonly isRare: boolean })[]>(
    `select count(*) <= ${FEW} as "isRare", coalesce(array_agg(id) filter (where ${isTold(where, filters)}), '{}') as ids,
       min(at) filter (where ${isTold(where, filters)}) as "firstAt"
     from (select id, at, account, app_server from pushes where ${where.text}
           order by at desc, event_id desc limit ${FEW + 1}) p`,
    where.values,
  );
  return found?.isRare === true ? found : null;
}

async function ofOpen(
  manager: EntityManager,
  filters: EventFilters,
  outcome: keyof typeof OPEN_OUTCOMES,
): Promise<ToldPushes | null> {
  const where = new Conditions().add('tenant_id = $', filters.tenantId).addText(OPEN_OUTCOMES[outcome]);
  const [found] = await manager.query<ToldPushes[]>(
    `select coalesce(array_agg(push_id), '{}') as ids, min(${instantOf('push_id::text')}) as "firstAt" from open_pushes
     where ${where.text} and ${isTold(where, filters)}`,
    where.values,
  );
  return found ?? null;
}

function isTold(where: Conditions, { account, appServer }: EventFilters): string {
  const isOfAccount = `account = ${where.bind(account)}`;
  return appServer === undefined ? isOfAccount : `${isOfAccount} and app_server = ${where.bind(appServer)}`;
}
