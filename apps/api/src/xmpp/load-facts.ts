import type { Importance, Input, StanzaInput, WindowKind } from '@bellhop/push-core';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import { FactBook } from './fact-book.js';
import type { LinkMemory } from './link-memory.js';
import { loadRegistrations } from './load-registrations.js';
import type { ServedTenant } from './served-tenant.js';

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
  readonly logger: Logger;
}

/** Reads what `inputs` are about. The transaction has to be one of `tenant`. */
export async function loadFacts(
  manager: EntityManager,
  of: FactsOf,
  inputs: readonly Input[],
): Promise<FactBook> {
  const { tenant, memory } = of;
  const book = new FactBook(tenant, memory);
  await loadPushes(manager, tenant, book, inputs);
  const named = [...new Set(inputs.flatMap((input) => ('account' in input ? [input.account] : [])))];
  const accounts = [...new Set([...named, ...book.accountsOfPushes()])];
  if (accounts.length === 0) return book;
  await loadRegistrations(manager, of, book, { accounts, pushedTo: named });
  // Nothing waits for an account without registrations, and nothing has been told to it.
  const registered = named.filter((account) => book.hasRegistrations(account));
  if (registered.length === 0) return book;
  await loadWindows(manager, tenant, book, registered);
  const stanzas = inputs.filter((input) => input.kind === 'stanza');
  await loadMarks(
    manager,
    tenant,
    book,
    stanzas.filter(({ account }) => book.hasRegistrations(account)),
  );
  return book;
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
    {
      id: string;
      registration_id: string;
      account: string;
      at: Date;
      retention_days: number;
      sent_at: Date;
    }[]
  >(
    `select id, registration_id, account, at, retention_days,
            (attempts -> -1 ->> 'sentAt')::timestamptz as sent_at
     from pushes
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
      sentAtMs: row.sent_at.getTime(),
    });
  }
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

/** Plenty for one stanza; a ref that comes again and again cannot make the answer longer. */
const MOST_MARKS = 100;

/**
 * By exact ref or archive id, one look into an index for each stanza: an account in a busy room has very many. The
 * limits keep the planner from anything else.
 */
async function loadMarks(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  stanzas: readonly StanzaInput[],
): Promise<void> {
  if (stanzas.length === 0) return;
  const found = (column: 'ref' | 'archive') =>
    `(select * from marks m where m.tenant_id = $1 and m.account = s.account and m.${column} = s.${column}
       and m.expires_at > $2 limit ${MOST_MARKS})`;
  const rows = await manager.query<MarkRow[]>(
    `select distinct m.account, m.registration_id, m.push_id, m.ref, m.archive, m.importance
     from unnest($3::text[], $4::text[], $5::text[]) as s (account, ref, archive)
     cross join lateral (${found('ref')} union all ${found('archive')}) m`,
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
