import type { WindowDueInput } from '@bellhop/push-core';
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

interface DueWindow {
  readonly push_id: string;
  readonly account: string;
}

/**
 * The pushes of one tenant that wait for their time. They are rows, so that none is lost; a timer stands for the
 * earliest of them. `makeDue` has to be called in turn with everything else about the tenant.
 */
export class WaitingPushes {
  private timer: NodeJS.Timeout | undefined;
  private nextAtMs = Infinity;
  /** Published but not yet durable: they are not published again when their commit is tried again. */
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
        if (window.summary !== null) this.session.memory.summaries.set(window.pushId, window.summary);
        this.wakeAt(window.dueAt);
      }
      for (const { dueAt } of ofKind(actions, 'postpone-window')) this.wakeAt(dueAt);
      for (const { pushId } of ofKind(actions, 'close-window')) this.session.memory.summaries.delete(pushId);
    }
  }

  /** Makes the pushes whose time has come. On a fault of the infrastructure it tries again, and throws. */
  async makeDue(): Promise<void> {
    try {
      await this.makeDueNow();
    } catch (error) {
      this.wakeAt(Date.now() + RETRY_MS);
      throw error;
    }
  }

  private async makeDueNow(): Promise<void> {
    const due = await this.session.inTenant(async (manager) => {
      const rows = await manager.query<DueWindow[]>(
        `select push_id, account from windows where tenant_id = $1 and due_at <= $2
         order by due_at, opened_at, push_id limit ${MOST_AT_ONCE}`,
        [this.session.tenant.id, new Date()],
      );
      return rows;
    });
    if (due.length > 0) await this.make(due);
    await this.scheduleNext();
  }

  private async make(due: readonly DueWindow[]): Promise<void> {
    const { session } = this;
    const decided = await this.decide(due);
    await session.inTenant(async (manager) => {
      await holdEpoch(manager, session.key, session.epoch);
      await writeLog(
        manager,
        session.services.secretBox,
        session.tenant,
        decided.map(({ rows }) => rows),
      );
    });
    for (const { push_id } of due) this.uncommitted.delete(push_id);
    giveOrders(
      session,
      decided.flatMap(({ actions }) => actions),
    );
    this.noteOpened(decided);
  }

  private async decide(due: readonly DueWindow[]): Promise<readonly Decided[]> {
    const fresh = due.filter(({ push_id }) => !this.uncommitted.has(push_id));
    const inputs = fresh.map(({ push_id, account }) => toInput(push_id, account));
    const book = await this.session.inTenant((manager) => loadFacts(manager, this.session.facts, inputs));
    const decided = decideBatch(inputs, book);
    await handOver(
      this.session,
      decided.flatMap(({ publishes }) => publishes),
    );
    decided.forEach((one, index) => this.uncommitted.set(fresh[index]?.push_id ?? '', one));
    return due.flatMap(({ push_id }) => this.uncommitted.get(push_id) ?? []);
  }

  private async scheduleNext(): Promise<void> {
    const [row] = await this.session.inTenant((manager) =>
      manager.query<{ due_at: Date | null }[]>(
        'select min(due_at) as due_at from windows where tenant_id = $1',
        [this.session.tenant.id],
      ),
    );
    if (row?.due_at) this.wakeAt(row.due_at.getTime());
  }
}

function toInput(pushId: string, account: string): WindowDueInput {
  return { kind: 'window-due', account, pushId, at: Date.now() };
}
