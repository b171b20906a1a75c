import type { PushDto, WaitingPushDto } from '../contract.js';
import { toAttemptDto } from './attempt.dto.js';
import type { StoredAttempt } from './attempt.dto.js';

/** A row of `OPEN_COLUMNS`: a push that is not over. */
export interface OpenPushRow {
  readonly pushId: string;
  readonly registrationId: string;
  readonly eventId: string;
  readonly state: 'in-flight' | WaitingPushDto['kind'];
  readonly importance: PushDto['importance'];
  readonly attempts: readonly StoredAttempt[];
  readonly dueAt: Date;
}

/** Of the table of open pushes. */
export const OPEN_COLUMNS = `
  push_id as "pushId", registration_id as "registrationId", event_id as "eventId", state, importance, attempts,
  due_at as "dueAt"`;

/** What an open push is to those who search the log: it is `deferred` once an attempt has failed in passing. */
export const OPEN_OUTCOMES: Readonly<Record<'pending' | 'deferred', string>> = {
  pending: `state = 'in-flight'`,
  deferred: `state in ('retry', 'app-server') and attempts <> '[]'`,
};

/** The attempts so far; null: none was made. */
export function toOpenPushDto(row: OpenPushRow): PushDto | null {
  if (row.attempts.length === 0) return null;
  return {
    id: row.pushId,
    eventId: row.eventId,
    outcome: row.state === 'in-flight' ? 'pending' : 'deferred',
    importance: row.importance,
    attempts: row.attempts.map(toAttemptDto),
    endReason: null,
    supersededBy: null,
    strikes: null,
  };
}

/** What it waits for; null: for the answer to an attempt. */
export function toWaitingPushDto(row: OpenPushRow): WaitingPushDto | null {
  const { pushId, eventId, state, importance, attempts, dueAt } = row;
  if (state === 'in-flight') return null;
  return {
    pushId,
    eventId,
    kind: state,
    importance,
    attempt: attempts.length + 1,
    dueAt: dueAt.toISOString(),
  };
}
