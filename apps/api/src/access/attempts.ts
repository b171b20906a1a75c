import type { EntityManager } from 'typeorm';

/** Something that is counted until a window of time ends. */
export interface Count {
  readonly key: string;
  /** How many attempts a window has. */
  readonly most: number;
  /** How long a window lasts from its first attempt. */
  readonly seconds: number;
}

/** Counts one attempt for each; the seconds until all of them have room again, 0: this attempt has it. */
export async function countAttempts(manager: EntityManager, counts: readonly Count[]): Promise<number> {
  // In the order of the keys: two requests at once wait for each other, and never in a circle.
  const rows = await manager.query<{ key: string; count: number; seconds: number }[]>(
    `insert into attempts as a (key, count, ends_at)
     select key, 1, now() + seconds * interval '1 second'
     from unnest($1::text[], $2::int[]) as counted (key, seconds) order by key collate "C"
     on conflict (key) do update set
       count = case when a.ends_at <= now() then 1 else a.count + 1 end,
       ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
     returning key, count, ceil(extract(epoch from ends_at - now()))::int as seconds`,
    [counts.map(({ key }) => key), counts.map(({ seconds }) => seconds)],
  );
  await clearAway(manager);
  const most = new Map(counts.map((count) => [count.key, count.most]));
  const full = rows.filter(({ key, count }) => count > (most.get(key) ?? 0));
  return Math.max(0, ...full.map(({ seconds }) => seconds));
}

/** An attempt that succeeded: `place` counts afresh, `shared` counts one less. */
export async function uncountAttempt(
  manager: EntityManager,
  { place, shared }: { readonly place: Count | null; readonly shared: readonly Count[] },
): Promise<void> {
  const all = place === null ? shared : [place, ...shared];
  for (const count of all.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    await (count === place ? forget(manager, count) : giveBack(manager, count));
  }
}

async function forget(manager: EntityManager, { key }: Count): Promise<void> {
  await manager.query('delete from attempts where key = $1', [key]);
}

async function giveBack(manager: EntityManager, { key }: Count): Promise<void> {
  await manager.query('update attempts set count = count - 1 where key = $1 and count > 0', [key]);
}

/** Windows that have ended, a few at a time; last in its transaction, and without waiting for anybody. */
async function clearAway(manager: EntityManager): Promise<void> {
  await manager.query(
    `delete from attempts where key in (
       select key from attempts where ends_at <= now() order by ends_at limit 100 for update skip locked)`,
  );
}
