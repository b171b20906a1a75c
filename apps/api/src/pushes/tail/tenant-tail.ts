import type { EntityManager } from 'typeorm';
import type { EventDto } from '../../contract.js';
import { findTenant } from '../../tenants/find-tenant.js';
import type { TenantRow } from '../../tenants/tenant.dto.js';
import { withPushes } from '../push-fates.js';
import { findFollowing, findIdsSince, findNow, findRecordedSince } from './new-events.js';
import type { RecordedEvent } from './new-events.js';
import { LONG_LOOK_BACK, RecentIds } from './recent-ids.js';

/** Somebody who follows a tenant's log. */
export interface TailReader {
  /** Where they go on; null: with what comes from now on. */
  readonly lastEventId: string | null;
  wants(event: RecordedEvent, tenant: TenantRow): boolean;
  take(event: EventDto): void;
  /** What lies between their last event and now is too much, or no longer known. */
  miss(): void;
}

const LOOK_BACK = 3_000_000n;
/** One look in so many goes back further. */
const LONG_LOOK_EVERY = 10;
const STEP = 100;
const MOST_CAUGHT_UP = 1000;

/** Follows the log of one tenant for all its readers. Each call of `look` is one look, in one transaction. */
export class TenantTail {
  readonly readers = new Set<TailReader>();
  /** Who has joined, and what they got at that. */
  readonly #had = new Map<TailReader, ReadonlySet<string>>();
  #recent: RecentIds | null = null;
  #looks = 0;

  constructor(private readonly tenantId: string) {}

  /** @throws Refusal `not-found` once the tenant is gone */
  async look(manager: EntityManager): Promise<void> {
    const tenant = await findTenant(manager, this.tenantId);
    this.#recent ??= await startAt(manager, tenant);
    for (const reader of this.readers) await this.#letJoin(manager, tenant, reader);
    await this.#publish(manager, tenant, this.#recent);
    this.#recent.forgetOld();
  }

  leave(reader: TailReader): void {
    this.readers.delete(reader);
    this.#had.delete(reader);
  }

  /** Gives them what they missed. What this has not published yet comes once, although they have it by then. */
  async #letJoin(manager: EntityManager, tenant: TenantRow, reader: TailReader): Promise<void> {
    if (this.#had.has(reader)) return;
    const missed = await this.#findMissed(manager, tenant, reader);
    for (let from = 0; from < missed.length; from += STEP) {
      await this.#hand(manager, tenant, missed.slice(from, from + STEP), [reader]);
    }
    this.#had.set(reader, new Set(missed.map(({ id }) => id)));
  }

  async #findMissed(
    manager: EntityManager,
    tenant: TenantRow,
    reader: TailReader,
  ): Promise<readonly RecordedEvent[]> {
    if (reader.lastEventId === null) return [];
    const missed = await findFollowing(manager, tenant, reader.lastEventId, MOST_CAUGHT_UP + 1);
    if (missed !== null && missed.length <= MOST_CAUGHT_UP) return missed;
    reader.miss();
    return [];
  }

  async #publish(manager: EntityManager, tenant: TenantRow, recent: RecentIds): Promise<void> {
    const since = recent.before(this.#looks % LONG_LOOK_EVERY === 0 ? LONG_LOOK_BACK : LOOK_BACK);
    this.#looks += 1;
    let rows: readonly RecordedEvent[];
    do {
      rows = await findRecordedSince(manager, tenant, {
        micros: since,
        but: recent.since(since),
        limit: STEP,
      });
      for (const { id, micros } of rows) recent.add(id, micros);
      // Whoever came during this look joins with the next one.
      await this.#hand(
        manager,
        tenant,
        rows,
        [...this.readers].filter((reader) => this.#had.has(reader)),
      );
    } while (rows.length === STEP);
  }

  async #hand(
    manager: EntityManager,
    tenant: TenantRow,
    rows: readonly RecordedEvent[],
    readers: readonly TailReader[],
  ): Promise<void> {
    const wants = (reader: TailReader, row: RecordedEvent) =>
      this.#had.get(reader)?.has(row.id) !== true && reader.wants(row, tenant);
    const wanted = rows.filter((row) => readers.some((reader) => wants(reader, row)));
    for (const [index, event] of (await withPushes(manager, tenant, wanted)).entries()) {
      const row = wanted[index];
      for (const reader of readers) if (row !== undefined && wants(reader, row)) reader.take(event);
    }
  }
}

/** From now on: what was recorded in the time that is looked back to is none of it. */
async function startAt(manager: EntityManager, tenant: TenantRow): Promise<RecentIds> {
  const recent = new RecentIds(await findNow(manager));
  for (const { id, micros } of await findIdsSince(manager, tenant, recent.before(LONG_LOOK_BACK))) {
    recent.add(id, micros);
  }
  return recent;
}
