import type { Attempt, DecisionDto, EventDto, PushDto } from '../contract.js';
import { microsOf } from '../platform/cursor.js';
import type { Position } from '../platform/cursor.js';
import { toWaitingPushDto } from './waiting-push.dto.js';
import type { WaitingRow } from './waiting-push.dto.js';

/** A row of `EVENT_COLUMNS`. */
export interface EventRow extends Omit<EventDto, 'at' | 'recordedAt' | 'decisions'>, Position {
  readonly id: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly decisions: readonly StoredDecision[];
}

type StoredDecision = Omit<DecisionDto, 'push' | 'waiting'>;

/** A row of `PUSH_COLUMNS`. */
export interface PushRow extends Omit<PushDto, 'attempts'> {
  readonly attempts: readonly StoredAttempt[];
}

/** A result has a kind only. */
type StoredAttempt = Omit<Attempt, 'answer'> & {
  readonly answer: ({ readonly kind: 'result' | 'error' } & Partial<NonNullable<Attempt['answer']>>) | null;
};

/** Of events e. */
export const EVENT_COLUMNS = `
  e.id, e.at, e.recorded_at as "recordedAt", e.kind, e.account, e.state, e.importance, e.reason, e.detail,
  e.sender, e.decisions, ${microsOf('e.at')} as micros`;

export const PUSH_COLUMNS = 'id, event_id as "eventId", outcome, importance, attempts, strikes';

/** What became of the pushes that decisions name, by push id. */
export interface PushFates {
  readonly made: ReadonlyMap<string, PushRow>;
  readonly waiting: ReadonlyMap<string, WaitingRow>;
}

export function toEventDto({ micros: _, ...row }: EventRow, fates: PushFates): EventDto {
  return {
    ...row,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    decisions: row.decisions.map((decision) => toDecisionDto(decision, fates)),
  };
}

function toDecisionDto(decision: StoredDecision, { made, waiting }: PushFates): DecisionDto {
  const push = made.get(decision.pushId ?? '');
  const waits = push === undefined ? waiting.get(decision.pushId ?? '') : undefined;
  return {
    ...decision,
    push: push === undefined ? null : toPushDto(push),
    waiting: waits === undefined ? null : toWaitingPushDto(waits),
  };
}

function toPushDto(row: PushRow): PushDto {
  return { ...row, attempts: row.attempts.map(toAttemptDto) };
}

function toAttemptDto({ sentAt, answeredAt, answer }: StoredAttempt): Attempt {
  const nothing = { type: null, condition: null, text: null };
  return {
    sentAt,
    answeredAt: answeredAt ?? null,
    answer: answer === null ? null : { ...nothing, ...answer },
  };
}
