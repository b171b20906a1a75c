import type { DecisionDto, EventDto, PushDto } from '../contract.js';
import { toAttemptDto } from './attempt.dto.js';
import type { StoredAttempt } from './attempt.dto.js';
import { toOpenPushDto, toWaitingPushDto } from './open-push.dto.js';
import type { OpenPushRow } from './open-push.dto.js';

/** A row of `EVENT_COLUMNS`. */
export interface EventRow extends Omit<EventDto, 'at' | 'recordedAt' | 'decisions'> {
  readonly at: Date;
  readonly recordedAt: Date;
  readonly decisions: readonly StoredDecision[];
}

type StoredDecision = Omit<DecisionDto, 'push' | 'waiting'>;

/** A row of `PUSH_COLUMNS`: a push that is over. */
export interface PushRow extends Omit<PushDto, 'attempts'> {
  readonly attempts: readonly StoredAttempt[];
}

/** Of events e. */
export const EVENT_COLUMNS = `
  e.id, e.at, e.recorded_at as "recordedAt", e.kind, e.account, e.state, e.importance, e.reason, e.detail,
  e.sender, e.decisions`;

/** Of pushes p. */
export const PUSH_COLUMNS = `
  p.id, p.event_id as "eventId", p.outcome, p.importance, p.attempts, p.strikes, p.end_reason as "endReason",
  p.superseded_by as "supersededBy"`;

/** What became of the pushes that decisions name, by push id. */
export interface PushFates {
  readonly over: ReadonlyMap<string, PushRow>;
  readonly open: ReadonlyMap<string, OpenPushRow>;
}

export function toEventDto(row: EventRow, fates: PushFates): EventDto {
  const { id, kind, account, state, importance, reason, detail, sender } = row;
  return {
    id,
    kind,
    account,
    state,
    importance,
    reason,
    detail,
    sender,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    decisions: row.decisions.map((decision) => toDecisionDto(decision, fates)),
  };
}

function toDecisionDto(decision: StoredDecision, fates: PushFates): DecisionDto {
  const over = fates.over.get(decision.pushId ?? '');
  if (over !== undefined) return { ...decision, push: toPushDto(over), waiting: null };
  const open = fates.open.get(decision.pushId ?? '');
  if (open === undefined) return { ...decision, push: null, waiting: null };
  return { ...decision, push: toOpenPushDto(open), waiting: toWaitingPushDto(open) };
}

function toPushDto(row: PushRow): PushDto {
  return { ...row, attempts: row.attempts.map(toAttemptDto) };
}
