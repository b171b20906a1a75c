import { OUTCOMES, REASONS } from '@bellhop/push-core';
import { z } from 'zod';
import { account, instant, page, uuid } from './fields.js';

export const EVENT_KINDS = [
  'offline',
  'groupchat',
  'archived',
  'hibernation',
  'queued',
  'unacked',
  'ping',
  'window',
  'session',
  'account',
  'enable',
  'disable',
  'gap',
  'unreadable',
] as const;

export const eventQuery = z.strictObject({
  account: account.optional(),
  appServer: account.optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  /** Of the push that was made for the event; with a whole account also of one that was made for another. */
  outcome: z.enum(OUTCOMES).optional(),
  reason: z.enum(REASONS).optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...page,
});
export type EventQuery = z.infer<typeof eventQuery>;

export const attempt = z.object({
  sentAt: instant,
  /** null while the app server has not answered. */
  answeredAt: instant.nullable(),
  /** The app server's exact answer; null: none. For a result all three are null. */
  answer: z
    .object({
      kind: z.enum(['result', 'error']),
      type: z.string().nullable(),
      condition: z.string().nullable(),
      text: z.string().nullable(),
    })
    .nullable(),
});
export type Attempt = z.infer<typeof attempt>;

export const push = z
  .object({
    id: uuid,
    /** The event that it was made for; other events may be told by it, too. */
    eventId: uuid,
    outcome: z.enum(OUTCOMES),
    importance: z.enum(['important', 'unimportant']),
    attempts: z.array(attempt),
    /** Final errors in a row at this registration after this push, where it was one. */
    strikes: z.int().nullable(),
  })
  .meta({ id: 'Push' });
export type PushDto = z.infer<typeof push>;

/** A push that is going to be made. */
export const waitingPush = z
  .object({
    pushId: uuid,
    /** The event that it was to be made for first. */
    eventId: uuid,
    /** For what follows within a second, for the end of the merge window, or for the end of a backlog. */
    kind: z.enum(['batch', 'merge', 'backlog']),
    importance: z.enum(['important', 'unimportant']),
    dueAt: instant,
  })
  .meta({ id: 'WaitingPush' });
export type WaitingPushDto = z.infer<typeof waitingPush>;

export const decision = z.object({
  registrationId: uuid,
  appServer: z.string(),
  node: z.string(),
  reason: z.enum(REASONS),
  /** The push that tells of the event, also one made for another event; null: suppressed. */
  pushId: uuid.nullable(),
  /** null: suppressed, still waiting, or never made because the device came back first. */
  push: push.nullable(),
  /** While the push waits for its time. */
  waiting: waitingPush.nullable(),
});
export type DecisionDto = z.infer<typeof decision>;

export const event = z
  .object({
    id: uuid,
    /** When it happened, by the chat server's clock, and when Bellhop had committed it. */
    at: instant,
    recordedAt: instant,
    kind: z.enum(EVENT_KINDS),
    account: z.string().nullable(),
    /** For a session: bound, hibernating, resumed, closed. */
    state: z.string().nullable(),
    importance: z.enum(['important', 'unimportant']).nullable(),
    reason: z.enum(REASONS).nullable(),
    detail: z.string().nullable(),
    sender: z.string().nullable(),
    decisions: z.array(decision),
  })
  .meta({ id: 'Event' });
export type EventDto = z.infer<typeof event>;

export const eventList = z
  .object({ events: z.array(event), next: z.string().nullable() })
  .meta({ id: 'EventList' });
export type EventList = z.infer<typeof eventList>;

export const unregisteredQuery = z.strictObject({ account: account.min(1) });
export type UnregisteredQuery = z.infer<typeof unregisteredQuery>;

/** How many events of accounts without any registration arrived, by hour, newest first. */
export const unregisteredCount = z
  .object({ account: z.string(), hours: z.array(z.object({ hour: instant, events: z.int() })) })
  .meta({ id: 'UnregisteredCount' });
export type UnregisteredCount = z.infer<typeof unregisteredCount>;
