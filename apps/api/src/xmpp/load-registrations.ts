import type { Element, LastPush, Registration } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { describeError } from '../platform/describe-error.js';
import type { FactBook } from './fact-book.js';
import type { FactsOf } from './load-facts.js';
import { parseXml } from './parse-xml.js';
import type { ServedTenant } from './served-tenant.js';

/** As much may a chat server's clock be ahead of what it said it was. */
const CLOCK_TOLERANCE_MS = 60_000;

interface RegistrationRow {
  readonly id: string;
  readonly account: string;
  readonly app_server: string;
  readonly node: string;
  readonly options: Buffer | null;
  readonly first_enabled_at: Date;
  readonly enabled_at: Date;
  readonly strikes: number;
  readonly bound_sid: string | null;
  readonly bound_resource: string | null;
  readonly bound_client: string | null;
  readonly bound_at: Date | null;
  readonly last_important_push_id: string | null;
  readonly last_important_at: Date | null;
  readonly last_important_sent_at: Date | null;
  readonly last_unimportant_push_id: string | null;
  readonly last_unimportant_at: Date | null;
  readonly last_unimportant_sent_at: Date | null;
}

/** The registrations in force of `accounts`, with their forms for those of `pushedTo` only. */
export async function loadRegistrations(
  manager: EntityManager,
  of: FactsOf,
  book: FactBook,
  { accounts, pushedTo }: { readonly accounts: readonly string[]; readonly pushedTo: readonly string[] },
): Promise<void> {
  const rows = await manager.query<RegistrationRow[]>(
    // One look into the index for each account. A planner without statistics takes the tenant, asked for twice (by
    // row-level security, too), to be as rare as an account, and would read all of its registrations each time:
    // `is not distinct from` is no question for an index.
    `select r.* from unnest($2::text[]) as named (account) cross join lateral (
       select id, account, app_server, node, first_enabled_at, enabled_at, strikes,
              case when account = any ($3) then options end as options,
              bound_sid, bound_resource, bound_client, bound_at,
              last_important_push_id, last_important_at, last_important_sent_at,
              last_unimportant_push_id, last_unimportant_at, last_unimportant_sent_at
       from registrations
       where tenant_id is not distinct from $1 and account = named.account and removed_at is null offset 0) r`,
    [of.tenant.id, accounts, pushedTo],
  );
  const latestMs = book.serverNowMs + CLOCK_TOLERANCE_MS;
  for (const row of rows) book.save(toRegistration(row, openForm(row, of), latestMs));
  const unknown = accounts.filter((account) => !book.isKnown(account));
  await loadFormerlyKnown(manager, of.tenant, book, unknown);
}

/** A form that cannot be read, as one of another key, must not keep everything else of the tenant waiting. */
function openForm(row: RegistrationRow, { tenant, secretBox, logger }: FactsOf): Element | null {
  if (row.options === null) return null;
  try {
    const place = { table: 'registrations', tenantId: tenant.id, rowId: row.id };
    return parseXml(secretBox.open(row.options, place));
  } catch (error) {
    const about = { registrationId: row.id, error: describeError(error) };
    logger.error(about, 'a registration is pushed to without its form, which cannot be read');
    return null;
  }
}

/** Clients may leave any number of removed registrations behind: that there is one is all we ask for. */
async function loadFormerlyKnown(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  accounts: readonly string[],
): Promise<void> {
  if (accounts.length === 0) return;
  const rows = await manager.query<{ account: string }[]>(
    `select account from unnest($2::text[]) as named (account)
     where exists (select from registrations r where r.tenant_id = $1 and r.account = named.account)`,
    [tenant.id, accounts],
  );
  for (const { account } of rows) book.setKnown(account);
}

function toRegistration(row: RegistrationRow, options: Element | null, latestMs: number): Registration {
  return {
    id: row.id,
    account: row.account,
    appServer: row.app_server,
    node: row.node,
    options,
    firstEnabledAt: row.first_enabled_at.getTime(),
    enabledAt: row.enabled_at.getTime(),
    strikes: row.strikes,
    binding: bindingOf(row),
    lastPushes: {
      important: lastPush(
        latestMs,
        row.last_important_push_id,
        row.last_important_at,
        row.last_important_sent_at,
      ),
      unimportant: lastPush(
        latestMs,
        row.last_unimportant_push_id,
        row.last_unimportant_at,
        row.last_unimportant_sent_at,
      ),
    },
  };
}

function bindingOf(row: RegistrationRow): Registration['binding'] {
  const { bound_sid: sid, bound_resource: resource, bound_client: client, bound_at: at } = row;
  return sid === null || resource === null || at === null
    ? null
    : { sid, resource, client, at: at.getTime() };
}

/**
 * By a clock that has been set back since, a push may have been made in the future: counted, it would keep all others
 * back until then.
 */
function lastPush(
  latestMs: number,
  pushId: string | null,
  at: Date | null,
  sentAt: Date | null,
): LastPush | null {
  if (pushId === null || at === null || sentAt === null) return null;
  const last = { pushId, at: at.getTime(), sentAt: sentAt.getTime() };
  return Math.max(last.at, last.sentAt) > latestMs ? null : last;
}
