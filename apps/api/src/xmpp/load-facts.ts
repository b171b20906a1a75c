import type { Importance, Input, Quota, StanzaInput } from '@bellhop/push-core';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import { FactBook } from './fact-book.js';
import type { BookOf } from './fact-book.js';
import { findOpenPushes, loadAnsweredPushes } from './load-pushes.js';
import { loadRegistrations } from './load-registrations.js';
import type { ServedTenant } from './served-tenant.js';

interface MarkRow {
  readonly account: string;
  readonly registration_id: string;
  readonly push_id: string;
  readonly ref: string;
  readonly archive: string | null;
  readonly importance: Importance;
}

/** Whose facts, and with what to read them. */
export interface FactsOf extends BookOf {
  readonly secretBox: SecretBox;
  readonly logger: Logger;
}

/** Reads what `inputs` are about. The transaction has to be one of the tenant. */
export async function loadFacts(
  manager: EntityManager,
  of: FactsOf,
  inputs: readonly Input[],
): Promise<FactBook> {
  const { tenant } = of;
  const book = new FactBook(of);
  const answered = inputs.flatMap((input) =>
    input.kind === 'publish-reply' || input.kind === 'publish-timeout' ? [input.pushId] : [],
  );
  await loadAnsweredPushes(manager, tenant, book, answered);
  const named = [...new Set(inputs.flatMap((input) => ('account' in input ? [input.account] : [])))];
  const accounts = [...new Set([...named, ...book.pushes.accounts()])];
  if (accounts.length === 0) return book;
  const stanzas = inputs.filter((input) => input.kind === 'stanza');
  // Asked for at once, which saves the way there and back.
  await Promise.all([
    loadRegistrations(manager, of, book, { accounts, pushedTo: named }),
    loadWaiting(manager, tenant, book, named),
    loadQuotas(manager, tenant, book),
    loadMarks(manager, tenant, book, stanzas),
  ]);
  return book;
}

async function loadWaiting(
  manager: EntityManager,
  { id }: ServedTenant,
  book: FactBook,
  accounts: readonly string[],
): Promise<void> {
  if (accounts.length === 0) return;
  const waiting = `tenant_id = $1 and account = any ($2) and state <> 'in-flight'`;
  for (const push of await findOpenPushes(manager, waiting, [id, accounts])) book.pushes.add(push);
}

async function loadQuotas(
  manager: EntityManager,
  { id, quotas }: ServedTenant,
  book: FactBook,
): Promise<void> {
  if (quotas.length === 0) return;
  const rows = await manager.query<{ period: string; starts_at: Date; pushes: number; announced: number }[]>(
    'select period, starts_at, pushes, announced from quota_use where tenant_id = $1',
    [id],
  );
  book.setQuotas(
    quotas.map(({ period, limit }): Quota => {
      const used = rows.find((row) => row.period === period);
      const startsAt = used?.starts_at.getTime() ?? 0;
      return { period, limit, startsAt, pushes: used?.pushes ?? 0, announced: used?.announced ?? 0 };
    }),
  );
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
