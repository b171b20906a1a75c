import { END_REASONS, OUTCOMES, REASONS, WINDOW_KINDS } from '@bellhop/push-core';
import { z } from 'zod';
import { account, askTotal, instant, page, total, uuid } from './fields.js';
import { accountAddress, deviceNode, personAddress, serverText } from './personal.js';

export const EVENT_KINDS = [
  'offline',
  'groupchat',
  'archived',
  'hibernation',
  'queued',
  'unacked',
  'ping',
  'test-push',
  'resend',
  'window',
  'session',
  'account',
  'enable',
  'disable',
  'removal',
  'gap',
  'unreadable',
  'notice',
] as const;

/** All that are given have to hold; app server and reason for the same decision. */
export const eventQuery = z.strictObject({
  /** A whole account, or how accounts begin. */
  account: account.optional(),
  /** Of a registration, also one that was removed. */
  registrationId: uuid.optional(),
  appServer: account.optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  /** Of the push that was made for the event; with a whole account also of one that was made for another. */
  outcome: z.enum(OUTCOMES).optional(),
  reason: z.enum(REASONS).optional(),
  from: instant.optional(),
  to: instant.optional(),
  /** `next` or `previous` of an answer to the same query. */
  cursor: page.cursor,
  limit: page.limit,
  total: askTotal,
});
export type EventQuery = z.infer<typeof eventQuery>;

/** Which events of a stream; of their outcome nothing is known yet. */
export const tailQuery = eventQuery.pick({ account: true, appServer: true, kind: true, reason: true });
export type TailQuery = z.infer<typeof tailQuery>;

export const attempt = z.object({
  sentAt: instant,
  /** null while the app server has not answered. */
  answeredAt: instant.nullable(),
  /** Bellhop was restarted while it was under way, so an answer may have been missed. */
  interrupted: z.boolean(),
  /**
   * The app server's exact answer; null: none. For a result all three are null. `unsent`: the chat server did not take
   * it over.
   */
  answer: z
    .object({
      kind: z.enum(['result', 'error', 'unsent']),
      type: z.string().nullable(),
      condition: z.string().nullable(),
      text: serverText.nullable(),
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
    /** The oldest first. */
    attempts: z.array(attempt),
    /** Why no other attempt was made; null: none was needed, or it is not over. */
    endReason: z.enum(END_REASONS).nullable(),
    /** The newer push that made it needless. */
    supersededBy: uuid.nullable(),
    /** Final errors in a row at this registration after this push, where it was one. */
    strikes: z.int().nullable(),
  })
  .meta({ id: 'Push' });
export type PushDto = z.infer<typeof push>;

/** A push that is going to be made, or made again. */
export const waitingPush = z
  .object({
    pushId: uuid,
    /** The event that it was to be made for first. */
    eventId: uuid,
    /**
     * For what follows within a second, for the end of the merge window, for the end of a backlog, for an app server
     * that is paused or has enough to answer, for another attempt after a passing fault, or, asked for by a person, for
     * the gateway that has the link.
     */
    kind: z.enum(WINDOW_KINDS),
    importance: z.enum(['important', 'unimportant']),
    /** Which attempt is going to be made, counted from 1. */
    attempt: z.int(),
    dueAt: instant,
  })
  .meta({ id: 'WaitingPush' });
export type WaitingPushDto = z.infer<typeof waitingPush>;

export const decision = z.object({
  registrationId: uuid,
  appServer: z.string(),
  node: deviceNode,
  reason: z.enum(REASONS),
  /** The push that tells of the event, also one made for another event; null: suppressed. */
  pushId: uuid.nullable(),
  /** null: suppressed, still waiting for its first attempt, or never made because the device came back first. */
  push: push.nullable(),
  /** While the push waits for its time, or for another attempt. */
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
    account: accountAddress.nullable(),
    /** For a session: bound, hibernating, resumed, closed. */
    state: z.string().nullable(),
    importance: z.enum(['important', 'unimportant']).nullable(),
    reason: z.enum(REASONS).nullable(),
    detail: serverText.nullable(),
    sender: personAddress.nullable(),
    decisions: z.array(decision),
  })
  .meta({ id: 'Event' });
export type EventDto = z.infer<typeof event>;

/** The newest first. `next`: cursor of the older page; `previous`: of the newer one. `total`: if it is asked for. */
export const eventList = z
  .object({
    events: z.array(event),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    total: total.optional(),
  })
  .meta({ id: 'EventList' });
export type EventList = z.infer<typeof eventList>;

/** A push that somebody asked for: a test, or one again. It is made as soon as the gateway that serves the tenant can. */
export const askedPush = z
  .object({
    /** Its row in the log, with the timeline. */
    eventId: uuid,
    /** One that waits already for the same registration, if there is one. */
    pushId: uuid,
  })
  .meta({ id: 'AskedPush' });
export type AskedPush = z.infer<typeof askedPush>;

export const unregisteredQuery = z.strictObject({ account: account.min(1) });
export type UnregisteredQuery = z.infer<typeof unregisteredQuery>;

/** How many events of accounts without any registration arrived, by hour, newest first. */
export const unregisteredCount = z
  .object({ account: accountAddress, hours: z.array(z.object({ hour: instant, events: z.int() })) })
  .meta({ id: 'UnregisteredCount' });
export type UnregisteredCount = z.infer<typeof unregisteredCount>;
