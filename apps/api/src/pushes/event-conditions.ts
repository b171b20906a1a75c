import type { EventQuery } from '../contract.js';
import { Conditions } from '../platform/conditions.js';
import { addAfter, readCursor } from '../platform/cursor.js';
import type { TenantRow } from '../tenants/tenant.dto.js';

/**
 * Which events e a query is about. App server and reason have to hold for the same decision, and the app
 * server and outcome for the same push.
 *
 * @throws Refusal `bad-cursor`
 */
export function eventConditions(tenant: Pick<TenantRow, 'id' | 'domain'>, query: EventQuery): Conditions {
  const where = new Conditions().add('e.tenant_id = $', tenant.id);
  addAccount(where, tenant.domain, query.account);
  where.addGiven('e.kind = $', query.kind);
  where.addGiven('e.at >= $', query.from);
  where.addGiven('e.at < $', query.to);
  addDecision(where, query);
  addOutcome(where, tenant.domain, query);
  if (query.cursor !== undefined) addAfter(where, 'e', 'at', readCursor(tenant.id, query.cursor));
  return where;
}

/** A whole account, or how accounts begin. */
function addAccount(where: Conditions, domain: string, account: string | undefined): void {
  const given = account === '' ? undefined : account?.toLowerCase();
  where.addGiven(isWholeAccount(domain, account) ? 'e.account = $' : 'e.account ^@ $', given);
}

function isWholeAccount(domain: string, account: string | undefined): boolean {
  return account?.toLowerCase().endsWith(`@${domain}`) === true;
}

function addDecision(where: Conditions, { appServer, reason }: EventQuery): void {
  if (appServer === undefined && reason === undefined) return;
  const decision = JSON.stringify([{ appServer: appServer?.toLowerCase(), reason }]);
  // An event without a decision for anybody has its reason itself.
  if (appServer === undefined)
    where.addText(`(e.reason = ${where.bind(reason)} or e.decisions @> ${where.bind(decision)})`);
  else where.add('e.decisions @> $', decision);
}

/**
 * Of a whole account: the events that a push of that outcome tells of. Otherwise, because a large log could not be
 * searched so: the events that such a push was made for.
 */
function addOutcome(where: Conditions, domain: string, query: EventQuery): void {
  if (query.outcome === undefined) return;
  const texts = [`p.outcome = ${where.bind(query.outcome)}`];
  if (query.appServer !== undefined)
    texts.push(`p.app_server = ${where.bind(query.appServer.toLowerCase())}`);
  const from = isWholeAccount(domain, query.account) ? PUSHES_TELLING_OF : PUSHES_MADE_FOR;
  where.addText(`exists (select 1 from ${from} and ${texts.join(' and ')})`);
}

/** Of an event e. */
const PUSHES_MADE_FOR = 'pushes p where p.tenant_id = e.tenant_id and p.event_id = e.id and p.at = e.at';

/**
 * Of an event e. A push lies at the instant inside its id, a UUIDv7: its first 48 bits, in ms since 1970. Without
 * `offset` Postgres would read all pushes of the outcome for each event.
 */
const PUSHES_TELLING_OF = `jsonb_array_elements(e.decisions) d, lateral (
    select outcome, app_server from pushes
    where tenant_id = e.tenant_id and retention_days = e.retention_days and id = (d ->> 'pushId')::uuid
      and at = to_timestamp(('x0000' || translate(left(d ->> 'pushId', 13), '-', ''))::bit(64)::bigint / 1000.0)
    offset 0) p
  where true`;
