import type { Importance, Input, LastPush, Registration, WindowKind } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import { FactBook } from './fact-book.js';
import type { LinkMemory } from './link-memory.js';
import { parseXml } from './parse-xml.js';
import type { ServedTenant } from './served-tenant.js';

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

interface WindowRow {
  readonly push_id: string;
  readonly account: string;
  readonly registration_id: string;
  readonly kind: WindowKind;
  readonly importance: Importance;
  readonly sid: string | null;
  readonly event_id: string;
  readonly opened_at: Date;
  readonly closes_at: Date;
  readonly due_at: Date;
}

interface MarkRow {
  readonly account: string;
  readonly registration_id: string;
  readonly push_id: string;
  readonly ref: string;
  readonly archive: string | null;
  readonly importance: Importance;
}

/** Whose facts, and with what to read them. */
export interface FactsOf {
  readonly tenant: ServedTenant;
  readonly secretBox: SecretBox;
  readonly memory: LinkMemory;
}

/** Reads what `inputs` are about. The transaction has to be one of `tenant`. */
export async function loadFacts(
  manager: EntityManager,
  { tenant, secretBox, memory }: FactsOf,
  inputs: readonly Input[],
): Promise<FactBook> {
  const book = new FactBook(tenant, memory);
  await loadPushes(manager, tenant, book, inputs);
  const accounts = accountsOf(inputs, book);
  if (accounts.length === 0) return book;
  await loadRegistrations(manager, { tenant, secretBox }, book, accounts);
  const waiting = [...new Set(inputs.flatMap((input) => ('account' in input ? [input.account] : [])))];
  if (waiting.length > 0) await loadWindows(manager, tenant, book, waiting);
  await loadMarks(manager, tenant, book, inputs);
  return book;
}

function accountsOf(inputs: readonly Input[], book: FactBook): readonly string[] {
  const named = inputs.flatMap((input) => ('account' in input ? [input.account] : []));
  return [...new Set([...named, ...book.accountsOfPushes()])];
}

async function loadPushes(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  inputs: readonly Input[],
): Promise<void> {
  const named = inputs.flatMap((input) => ('pushId' in input && !('account' in input) ? [input.pushId] : []));
  const ids = named.filter((id) => instantOfUuidV7(id) !== null);
  if (ids.length === 0) return;
  const rows = await manager.query<
    { id: string; registration_id: string; account: string; at: Date; retention_days: number }[]
  >(
    `select id, registration_id, account, at, retention_days from pushes
     where tenant_id = $1 and id = any ($2) and at = any ($3) and attempts -> -1 ->> 'answer' is null`,
    [tenant.id, ids, ids.map((id) => new Date(instantOfUuidV7(id) ?? 0))],
  );
  for (const row of rows) {
    book.addPush({
      id: row.id,
      registrationId: row.registration_id,
      account: row.account,
      atMs: row.at.getTime(),
      retentionDays: row.retention_days,
    });
  }
}

async function loadRegistrations(
  manager: EntityManager,
  { tenant, secretBox }: Pick<FactsOf, 'tenant' | 'secretBox'>,
  book: FactBook,
  accounts: readonly string[],
): Promise<void> {
  const rows = await manager.query<RegistrationRow[]>(
    `select id, account, app_server, node, options, first_enabled_at, enabled_at, strikes,
            bound_sid, bound_resource, bound_client, bound_at,
            last_important_push_id, last_important_at, last_important_sent_at,
            last_unimportant_push_id, last_unimportant_at, last_unimportant_sent_at
     from registrations where tenant_id = $1 and account = any ($2) and removed_at is null`,
    [tenant.id, accounts],
  );
  for (const row of rows) book.save(toRegistration(row, tenant.id, secretBox));
  const unknown = accounts.filter((account) => !book.isKnown(account));
  await loadFormerlyKnown(manager, tenant, book, unknown);
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

async function loadWindows(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  accounts: readonly string[],
): Promise<void> {
  const rows = await manager.query<WindowRow[]>(
    `select push_id, account, registration_id, kind, importance, sid, event_id, opened_at, closes_at, due_at
     from windows where tenant_id = $1 and account = any ($2) order by push_id`,
    [tenant.id, accounts],
  );
  for (const row of rows) {
    book.addWindow({
      pushId: row.push_id,
      account: row.account,
      registrationId: row.registration_id,
      kind: row.kind,
      importance: row.importance,
      sid: row.sid,
      eventId: row.event_id,
      openedAt: row.opened_at.getTime(),
      closesAt: row.closes_at.getTime(),
      dueAt: row.due_at.getTime(),
      summary: null,
    });
  }
}

/** By exact ref or archive id: an account in a busy room may have very many. */
async function loadMarks(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  inputs: readonly Input[],
): Promise<void> {
  const stanzas = inputs.filter((input) => input.kind === 'stanza');
  if (stanzas.length === 0) return;
  const rows = await manager.query<MarkRow[]>(
    `select account, registration_id, push_id, ref, archive, importance from marks
     where tenant_id = $1 and expires_at > $2
       and (account, ref) in (select * from unnest($3::text[], $4::text[]))
     union
     select account, registration_id, push_id, ref, archive, importance from marks
     where tenant_id = $1 and expires_at > $2
       and archive is not null and (account, archive) in (select * from unnest($3::text[], $5::text[]))`,
    [
      tenant.id,
      new Date(book.nowMs),
      stanzas.map(({ account }) => account),
      stanzas.map(({ ref }) => ref),
      stanzas.map(({ archive }) => archive),
    ],
  );
  for (const row of rows) {
    const { account, ref, archive, importance } = row;
    book.addMark({
      account,
      registrationId: row.registration_id,
      pushId: row.push_id,
      ref,
      archive,
      importance,
    });
  }
}

function toRegistration(row: RegistrationRow, tenantId: string, secretBox: SecretBox): Registration {
  const place = { table: 'registrations', tenantId, rowId: row.id };
  return {
    id: row.id,
    account: row.account,
    appServer: row.app_server,
    node: row.node,
    options: row.options === null ? null : parseXml(secretBox.open(row.options, place)),
    firstEnabledAt: row.first_enabled_at.getTime(),
    enabledAt: row.enabled_at.getTime(),
    strikes: row.strikes,
    binding: bindingOf(row),
    lastPushes: {
      important: lastPush(row.last_important_push_id, row.last_important_at, row.last_important_sent_at),
      unimportant: lastPush(
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

function lastPush(pushId: string | null, at: Date | null, sentAt: Date | null): LastPush | null {
  return pushId === null || at === null || sentAt === null
    ? null
    : { pushId, at: at.getTime(), sentAt: sentAt.getTime() };
}
