import { roomAt } from '@bellhop/push-core';
import type { WindowDueInput } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { describeError } from '../platform/describe-error.js';
import { IqError } from './connection.js';
import { decideAndWrite } from './decide-and-write.js';
import type { Decided } from './decide-batch.js';
import { holdEpoch } from './link-position.js';
import type { LinkSession } from './link-session.js';
import { ofKind } from './of-kind.js';
import { handOver } from './publish-sender.js';
import type { Publish } from './publish-sender.js';
import { giveOrders } from './session-orders.js';

const MOST_AT_ONCE = 200;
const RETRY_MS = 1000;
/** The longest that a timer can wait; a push that is due later is looked at again. */
const LONGEST_MS = 60 * 60 * 1000;

/**
 * The pushes of one tenant that wait for their time, be it the first or another attempt. They are rows, so that none is
 * lost; a timer stands for the earliest of them. `makeDue` has to be called in turn with everything else about the
 * tenant.
 *
 * Who holds a row's lock makes the push, so that several may work at the same rows, and what a crash leaves undone is
 * free at once. An attempt is committed before it is sent: whatever happens then, it is not sent again before its
 * time-out.
 */
export class WaitingPushes {
  private timer: NodeJS.Timeout | undefined;
  private nextAtMs = Infinity;

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

  /** Looks at the time of whatever has been opened or put off, and may be made earlier than was thought. */
  note(decided: readonly Decided[]): void {
    const { memory } = this.session;
    for (const { actions, rows } of decided) {
      for (const { window } of ofKind(actions, 'open-window'))
        if (window.summary !== null) memory.remember(window.pushId, window.summary);
      for (const { push } of rows.pushes.kept) if (push.state !== 'in-flight') this.wakeAt(push.dueAt);
      for (const { pushId } of [...ofKind(actions, 'publish'), ...ofKind(actions, 'close-window')])
        memory.forget(pushId);
      if (rows.appServers.some(({ paused }) => paused === null)) this.wakeAt(Date.now());
    }
  }

  /** Makes the pushes whose time has come. On a fault of the infrastructure it tries again, and throws. */
  async makeDue(): Promise<void> {
    try {
      const decided = await this.commitDue();
      await this.send(decided);
    } catch (error) {
      this.wakeAt(Date.now() + RETRY_MS);
      throw error;
    }
  }

  private async commitDue(): Promise<readonly Decided[]> {
    const { session } = this;
    const crowded = crowdedOf(session);
    const { decided, nextDueAt } = await session.inTenant(async (manager) => {
      await holdEpoch(manager, session.key, session.epoch);
      const due = await claimDue(manager, session, crowded);
      const made = await decideAndWrite(manager, session.facts, due);
      return { decided: made, nextDueAt: await findNextDueAt(manager, session, crowded) };
    });
    if (nextDueAt !== null) this.wakeAt(nextDueAt.getTime());
    // Where there is no room now there may be soon.
    if (crowded.length > 0) this.wakeAt(Date.now() + RETRY_MS);
    this.note(decided);
    return decided;
  }

  private async send(decided: readonly Decided[]): Promise<void> {
    const { session } = this;
    const publishes = decided.flatMap((one) => one.publishes);
    try {
      await handOver(session, publishes);
    } catch (error) {
      const about = { publishes: publishes.length, error: describeError(error) };
      session.logger.warn(about, 'pushes were not taken over; they are tried again');
      // Where no answer came they may have been sent: then their time-out has to come, or the app server's answer.
      if (error instanceof IqError && error.stanza !== null) await this.takeBack(publishes);
    }
    giveOrders(
      session,
      decided.flatMap(({ actions }) => actions),
    );
  }

  /** The chat server has said no. If this fails as well, their time-out comes. */
  private async takeBack(publishes: readonly Publish[]): Promise<void> {
    const { session } = this;
    const inputs = publishes.map(({ pushId, attempt }) => {
      const at = session.memory.serverNow(Date.now());
      return { kind: 'publish-reply', pushId, attempt, at, answer: { kind: 'unsent' } } as const;
    });
    const decided = await session.inTenant((manager) => decideAndWrite(manager, session.facts, inputs));
    this.note(decided);
  }
}

/** Domains whose app servers take nothing now, though pushes for them may be due. Those of a suspended tenant end. */
function crowdedOf({ appServers, tenant }: LinkSession): readonly string[] {
  if (tenant.isSuspended) return [];
  const now = Date.now();
  return appServers.all().flatMap((known) => (roomAt(known, { now }) === 0 ? [known.domain] : []));
}

/** Takes what is due, and what is too old to be made whether there is room or not. */
async function claimDue(
  manager: EntityManager,
  { tenant }: LinkSession,
  crowded: readonly string[],
): Promise<readonly WindowDueInput[]> {
  const now = Date.now();
  const rows = await manager.query<{ push_id: string; account: string }[]>(
    `select push_id, account from open_pushes
     where tenant_id = $1 and due_at <= $2 and state <> 'in-flight'
       and (app_server_domain <> all ($3) or since < $4)
     order by due_at, opened_at, push_id limit ${MOST_AT_ONCE} for update skip locked`,
    [tenant.id, new Date(now), crowded, new Date(now - tenant.policy.pushTtlSeconds * 1000)],
  );
  return rows.map(({ push_id: pushId, account }) => ({ kind: 'window-due', account, pushId, at: now }));
}

async function findNextDueAt(
  manager: EntityManager,
  { tenant }: LinkSession,
  crowded: readonly string[],
): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date | null }[]>(
    `select min(due_at) as due_at from open_pushes
     where tenant_id = $1 and state <> 'in-flight' and app_server_domain <> all ($2)`,
    [tenant.id, crowded],
  );
  return row?.due_at ?? null;
}
