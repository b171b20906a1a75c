import type { WindowDueInput } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { decideBatch } from './decide-batch.js';
import type { Decided } from './decide-batch.js';
import { holdEpoch } from './link-position.js';
import type { LinkSession } from './link-session.js';
import { loadFacts } from './load-facts.js';
import { ofKind } from './of-kind.js';
import { handOver } from './publish-sender.js';
import { giveOrders } from './session-orders.js';
import { writeLog } from './write-log.js';

const MOST_AT_ONCE = 200;
const RETRY_MS = 1000;
/** The longest that a timer can wait; a window that is due later is looked at again. */
const LONGEST_MS = 60 * 60 * 1000;

/**
 * The pushes of one tenant that wait for their time. They are rows, so that none is lost; a timer stands for the
 * earliest of them. `makeDue` has to be called in turn with everything else about the tenant.
 */
export class WaitingPushes {
  private timer: NodeJS.Timeout | undefined;
  private nextAtMs = Infinity;
  /** Published but not yet durable, by push id: they are not published again when their commit is tried again. */
  private readonly uncommitted = new Map<string, Decided>();

  constructor(
    private readonly session: LinkSession,
    /** Runs `makeDue` when it is the tenant's turn. */
    private readonly onDue: () => void,
  ) {}

  /** Looks at the rows no later than `dueAtMs` (ms since 1970). */
  wakeAt(dueAtMs: number): void {
    if (dueAtMs >= this.nextAtMs) return;
    clearTimeout(this.timer);
    this.nextAtMs = dueAtMs;
    const waitMs = Math.min(Math.max(0, dueAtMs - Date.now()), LONGEST_MS);
    this.timer = setTimeout(() => {
      this.nextAtMs = Infinity;
      if (!this.session.connection.isEnded) this.onDue();
    }, waitMs);
    this.timer.unref();
  }

  /** Looks at the time of whatever was opened or put off. */
  noteOpened(decided: readonly Decided[]): void {
    for (const { actions } of decided) {
      for (const { window } of ofKind(actions, 'open-window')) {
        if (window.summary !== null) this.session.memory.remember(window.pushId, window.summary);
        this.wakeAt(window.dueAt);
      }
      for (const { dueAt } of ofKind(actions, 'postpone-window')) this.wakeAt(dueAt);
      for (const { pushId } of ofKind(actions, 'close-window')) this.session.memory.forget(pushId);
    }
  }

  /** Makes the pushes whose time has come. On a fault of the infrastructure it tries again, and throws. */
  async makeDue(): Promise<void> {
    try {
      await this.finish();
      await this.makeDueNow();
    } catch (error) {
      this.wakeAt(Date.now() + RETRY_MS);
      throw error;
    }
  }

  /** Commits what has been published: nothing else about the tenant may be decided before. Throws as a commit does. */
  async finish(): Promise<void> {
    if (this.uncommitted.size === 0) return;
    const open = await this.session.inTenant((manager) =>
      manager.query<{ push_id: string }[]>(
        'select push_id from windows where tenant_id = $1 and push_id = any ($2)',
        [this.session.tenant.id, [...this.uncommitted.keys()]],
      ),
    );
    // A commit whose answer was lost has closed its windows.
    const ids = new Set(open.map(({ push_id }) => push_id));
    for (const pushId of this.uncommitted.keys()) if (!ids.has(pushId)) this.uncommitted.delete(pushId);
    await this.commit();
  }

  private async makeDueNow(): Promise<void> {
    const { session } = this;
    const [due, book] = await session.inTenant(async (manager) => {
      const inputs = await findDue(manager, session.tenant.id);
      return [inputs, await loadFacts(manager, session.facts, inputs)] as const;
    });
    const decided = decideBatch(due, book);
    await handOver(
      session,
      decided.flatMap(({ publishes }) => publishes),
    );
    decided.forEach((one, index) => this.uncommitted.set(due[index]?.pushId ?? '', one));
    await this.commit();
  }

  private async commit(): Promise<void> {
    const { session } = this;
    const decided = [...this.uncommitted.values()];
    const nextDueAt = await session.inTenant(async (manager) => {
      await holdEpoch(manager, session.key, session.epoch);
      const rows = decided.map((one) => one.rows);
      await writeLog(manager, session.services.secretBox, session.tenant, rows);
      return findNextDueAt(manager, session.tenant.id);
    });
    this.uncommitted.clear();
    giveOrders(
      session,
      decided.flatMap(({ actions }) => actions),
    );
    this.noteOpened(decided);
    if (nextDueAt !== null) this.wakeAt(nextDueAt.getTime());
  }
}

async function findDue(manager: EntityManager, tenantId: string): Promise<readonly WindowDueInput[]> {
  const rows = await manager.query<{ push_id: string; account: string }[]>(
    `select push_id, account from windows where tenant_id = $1 and due_at <= $2
     order by due_at, opened_at, push_id limit ${MOST_AT_ONCE}`,
    [tenantId, new Date()],
  );
  const at = Date.now();
  return rows.map(({ push_id: pushId, account }) => ({ kind: 'window-due', account, pushId, at }));
}

async function findNextDueAt(manager: EntityManager, tenantId: string): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date | null }[]>(
    'select min(due_at) as due_at from windows where tenant_id = $1',
    [tenantId],
  );
  return row?.due_at ?? null;
}
