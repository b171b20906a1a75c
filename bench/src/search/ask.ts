import type { ApiClient } from '@bellhop/test/harness/api-client';

interface Page {
  readonly events: readonly unknown[];
  readonly next: string | null;
  readonly previous: string | null;
}

/** The answers to one kind of question. */
export interface Answers {
  readonly name: string;
  readonly latenciesMs: readonly number[];
  /** Events on the page; of several questions the most. */
  readonly found: number;
}

export type Query = Readonly<Record<string, string>>;

/** One page of the log. */
export async function readPage(api: ApiClient, tenantId: string, query: Query): Promise<Page> {
  return await api.get<Page>(`/tenants/${tenantId}/events?${new URLSearchParams(query).toString()}`);
}

/** Asks `count` times, one question after the other, but not beyond `patienceMs`. */
export async function askAgain(
  name: string,
  ask: () => Promise<Page>,
  { count, patienceMs }: { readonly count: number; readonly patienceMs: number },
): Promise<Answers> {
  const latenciesMs: number[] = [];
  let found = 0;
  const endsAt = performance.now() + patienceMs;
  while (latenciesMs.length < count && (latenciesMs.length === 0 || performance.now() < endsAt)) {
    const startedAt = performance.now();
    const { events } = await ask();
    latenciesMs.push(performance.now() - startedAt);
    found = Math.max(found, events.length);
  }
  return { name, latenciesMs, found };
}

/** The cursors of a page that lies `pages` pages of 200 events away from the first one. */
export async function walk(
  api: ApiClient,
  tenantId: string,
  query: Query,
  pages: number,
): Promise<{ readonly next: string; readonly previous: string }> {
  let page = await readPage(api, tenantId, { ...query, limit: '200' });
  for (let count = 1; count < pages && page.next !== null; count += 1) {
    page = await readPage(api, tenantId, { ...query, limit: '200', cursor: page.next });
  }
  if (page.next === null || page.previous === null) throw new Error(`the log ends before page ${pages}`);
  return { next: page.next, previous: page.previous };
}
