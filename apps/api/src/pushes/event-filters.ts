import type { EntityManager } from 'typeorm';
import type { EventQuery } from '../contract.js';
import type { TenantRow } from '../tenants/tenant.dto.js';
import { findToldPushes } from './told-pushes.js';

/** What a query asks for, of one tenant; all that is given has to hold. */
export interface EventFilters extends Pick<EventQuery, 'kind' | 'reason' | 'outcome' | 'from' | 'to'> {
  readonly tenantId: string;
  readonly classes: TenantRow['logClasses'];
  readonly account?: string | undefined;
  readonly accountStart?: string | undefined;
  readonly registrationId?: string | undefined;
  readonly appServer?: string | undefined;
  /** The only pushes of that outcome that an event of the account may tell of. */
  readonly pushIds?: readonly string[] | undefined;
}

type Tenant = Pick<TenantRow, 'id' | 'domain' | 'logClasses'>;

/** Instants of one event differ by as much: the chat server's clock is held to within a day of ours. */
const CLOCKS_DIFFER_BY_MS = 86_400_000;

/** null: there can be no such event. */
export async function readFilters(
  manager: EntityManager,
  tenant: Tenant,
  query: EventQuery,
): Promise<EventFilters | null> {
  const filters = withAccount(tenant, query);
  const ofRegistration = query.registrationId === undefined ? filters : await within(manager, filters);
  if (ofRegistration?.account === undefined || ofRegistration.outcome === undefined) return ofRegistration;
  return withPushes(manager, ofRegistration);
}

function withAccount(tenant: Tenant, query: EventQuery): EventFilters {
  const account = query.account === '' ? undefined : query.account?.toLowerCase();
  const isWhole = account?.endsWith(`@${tenant.domain}`) === true;
  return {
    tenantId: tenant.id,
    classes: tenant.logClasses,
    account: isWhole ? account : undefined,
    accountStart: isWhole ? undefined : account,
    registrationId: query.registrationId,
    appServer: query.appServer?.toLowerCase(),
    kind: query.kind,
    reason: query.reason,
    outcome: query.outcome,
    from: query.from,
    to: query.to,
  };
}

/** A registration is one of an account, and only events of its time name it. */
async function within(manager: EntityManager, filters: EventFilters): Promise<EventFilters | null> {
  const [found] = await manager.query<{ account: string; since: Date; until: Date | null }[]>(
    `select account, first_enabled_at as since, removed_at as until from registrations
     where tenant_id = $1 and id = $2`,
    [filters.tenantId, filters.registrationId],
  );
  if (found === undefined || !isAsked(filters, found.account)) return null;
  const earliest = new Date(found.since.getTime() - CLOCKS_DIFFER_BY_MS).toISOString();
  const latest = found.until && new Date(found.until.getTime() + CLOCKS_DIFFER_BY_MS).toISOString();
  return {
    ...filters,
    account: found.account,
    accountStart: undefined,
    from: later(filters.from, earliest),
    to: latest === null ? filters.to : earlier(filters.to, latest),
  };
}

function isAsked({ account, accountStart }: EventFilters, found: string): boolean {
  if (account !== undefined) return account === found;
  return accountStart === undefined || found.startsWith(accountStart);
}

/** Where the account's pushes of an outcome are few, its events are only compared with them. */
async function withPushes(manager: EntityManager, filters: EventFilters): Promise<EventFilters | null> {
  const told = await findToldPushes(manager, filters);
  if (told === null) return filters;
  if (told.firstAt === null) return null;
  return { ...filters, pushIds: told.ids, from: later(filters.from, told.firstAt.toISOString()) };
}

function later(given: string | undefined, bound: string): string {
  return given === undefined || Date.parse(given) < Date.parse(bound) ? bound : given;
}

function earlier(given: string | undefined, bound: string): string {
  return given === undefined || Date.parse(given) > Date.parse(bound) ? bound : given;
}
