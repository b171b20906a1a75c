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
  addAccount(where, tenant.domain, query.account?.toLowerCase());
  where.addGiven('e.kind = $', query.kind);
  where.addGiven('e.at >= $', query.from);
  where.addGiven('e.at < $', query.to);
  addDecision(where, query);
  addOutcome(where, query);
  if (query.cursor !== undefined) addAfter(where, 'e', 'at', readCursor(tenant.id, query.cursor));
  return where;
}

/** A whole account, or how accounts begin. */
function addAccount(where: Conditions, domain: string, account: string | undefined): void {
  const isWhole = account?.endsWith(`@${domain}`) === true;
  where.addGiven(isWhole ? 'e.account = $' : 'e.account ^@ $', account === '' ? undefined : account);
}

function addDecision(where: Conditions, { appServer, reason }: EventQuery): void {
  if (appServer === undefined && reason === undefined) return;
  const decision = JSON.stringify([{ appServer: appServer?.toLowerCase(), reason }]);
  // An event without a decision for anybody has its reason itself.
  if (appServer === undefined)
    where.addText(`(e.reason = ${where.bind(reason)} or e.decisions @> ${where.bind(decision)})`);
  else where.add('e.decisions @> $', decision);
}

function addOutcome(where: Conditions, { appServer, outcome }: EventQuery): void {
  if (outcome === undefined) return;
  const texts = [`p.outcome = ${where.bind(outcome)}`];
  if (appServer !== undefined) texts.push(`p.app_server = ${where.bind(appServer.toLowerCase())}`);
  where.addText(
    `exists (select 1 from jsonb_array_elements(e.decisions) d join pushes p on p.tenant_id = e.tenant_id
       and p.id = (d ->> 'pushId')::uuid and p.at = ${INSTANT_OF_PUSH_ID} and ${texts.join(' and ')})`,
  );
}

/** A push lies at the instant inside its id, a UUIDv7: its first 48 bits, in ms since 1970. */
const INSTANT_OF_PUSH_ID = `to_timestamp(
  ('x0000' || translate(left(d ->> 'pushId', 13), '-', ''))::bit(64)::bigint / 1000.0)`;
