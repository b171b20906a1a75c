import type { WaitingPushDto } from '../contract.js';

/** A row of `WAITING_COLUMNS`. */
export interface WaitingRow extends Omit<WaitingPushDto, 'dueAt'> {
  readonly registrationId: string;
  readonly dueAt: Date;
}

/** Of the table of windows. */
export const WAITING_COLUMNS = `
  push_id as "pushId", registration_id as "registrationId", event_id as "eventId", kind, importance,
  due_at as "dueAt"`;

export function toWaitingPushDto({ registrationId: _, dueAt, ...row }: WaitingRow): WaitingPushDto {
  return { ...row, dueAt: dueAt.toISOString() };
}
