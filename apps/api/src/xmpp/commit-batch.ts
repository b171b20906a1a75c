import type { EntityManager } from 'typeorm';
import { QueryRefusedError } from '../database/query-refused-error.js';
import { asUnreadable } from './decide-batch.js';
import type { Decided } from './decide-batch.js';
import type { LinkSession } from './link-session.js';
import { writeLog } from './write-log.js';

export interface CommitSteps {
  /** Writes into the transaction of the rows of `events` further events. */
  readonly along: (manager: EntityManager, events: number) => Promise<void>;
  /** That transaction is durable. */
  readonly committed: (events: number) => void;
}

/**
 * Commits what was decided, all in one transaction. Rows that the database refuses for what they hold are
 * searched by halving; the culprit alone is committed as *unreadable*, so it cannot block a tenant for ever.
 * A fault of the database itself is thrown; what was committed until then has been told to `committed`.
 */
export async function commitBatch(
  session: LinkSession,
  decided: readonly Decided[],
  steps: CommitSteps,
): Promise<void> {
  try {
    await session.inTenant(async (manager) => {
      const rows = decided.map((one) => one.rows);
      await writeLog(manager, session.services.secretBox, session.tenant, rows);
      await steps.along(manager, decided.length);
    });
  } catch (error) {
    if (!isAboutTheValues(error)) throw error;
    return decided.length === 1
      ? commitBatch(session, [asUnreadable('the database cannot store this event')], steps)
      : commitHalves(session, decided, steps);
  }
  steps.committed(decided.length);
}

async function commitHalves(
  session: LinkSession,
  decided: readonly Decided[],
  steps: CommitSteps,
): Promise<void> {
  const half = Math.ceil(decided.length / 2);
  await commitBatch(session, decided.slice(0, half), steps);
  await commitBatch(session, decided.slice(half), steps);
}

// SQLSTATE classes 22 (data exception), 23 (integrity violation) and 54 (limit exceeded).
function isAboutTheValues(error: unknown): boolean {
  return error instanceof QueryRefusedError && /^(22|23|54)/.test(error.sqlState);
}
