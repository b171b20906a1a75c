/**
 * What goes over `/api/v1`: one zod schema per body, query and answer. The dashboard imports this file and
 * nothing else of the API; the OpenAPI document is made from it.
 */
import { OUTCOMES, REASONS, REMOVAL_REASONS } from '@bellhop/push-core';
import { z } from 'zod';

const instant = z.iso.datetime();
const uuid = z.uuid();
/** A domain as XMPP writes it (prepared form, no port). */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(255)
  .regex(/^[^\s@/<>&'"\p{Cc}]+$/u, 'must be a domain name such as push.example.org');
/** One line that can stand in XML and in the database. */
const line = z.string().regex(/^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*$/u, 'must not contain control characters');

// ---- problems -------------------------------------------------------------------------------------------

/** RFC 9457. `errors` names the fields of a refused body or query. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

// ---- access ---------------------------------------------------------------------------------------------

const email = z.email().max(254).trim().toLowerCase();
const password = z.string().min(8).max(128);

export const setupState = z.object({ needed: z.boolean() }).meta({ id: 'SetupState' });
export type SetupState = z.infer<typeof setupState>;

/** The first person, made with the token of the set-up link. */
export const setupRequest = z
  .strictObject({ token: z.string().min(1).max(200), email, password })
  .meta({ id: 'SetupRequest' });
export type SetupRequest = z.infer<typeof setupRequest>;

export const signInRequest = z
  .strictObject({ email, password: z.string().min(1).max(128) })
  .meta({ id: 'SignInRequest' });
export type SignInRequest = z.infer<typeof signInRequest>;

/** Sign in with a one-time link made by somebody who is signed in. */
export const signInLinkRequest = z
  .strictObject({ token: z.string().min(1).max(200) })
  .meta({ id: 'SignInLinkRequest' });
export type SignInLinkRequest = z.infer<typeof signInLinkRequest>;

export const signInLink = z.object({ url: z.url(), expiresAt: instant }).meta({ id: 'SignInLink' });
export type SignInLink = z.infer<typeof signInLink>;

export const person = z
  .object({ id: uuid, email: z.string(), role: z.enum(['owner']) })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;

// ---- connections ----------------------------------------------------------------------------------------

const endpoint = z.strictObject({
  host: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^[^\s/\p{Cc}]+$/u, 'must be a host name or an address'),
  port: z.int().min(1).max(65535),
});

export const CONNECTION_STATES = [
  'connecting',
  'online',
  'waiting',
  'conflict',
  'halted',
  'stopped',
] as const;

export const connection = z
  .object({
    id: uuid,
    jid: z.string(),
    endpoints: z.array(endpoint),
    state: z.enum(CONNECTION_STATES),
    /** In words, what the state means now: the error, or when the next try is. */
    stateDetail: z.string().nullable(),
    stateSince: instant,
    nextTryAt: instant.nullable(),
    tenants: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connection>;

export const connectionList = z
  .object({
    connections: z.array(connection),
    /** Domains whose adapter said hello on a connection and that no tenant has been made for. */
    waiting: z.array(
      z.object({ connectionId: uuid, domain: z.string(), server: z.string(), seenAt: instant }),
    ),
  })
  .meta({ id: 'ConnectionList' });
export type ConnectionList = z.infer<typeof connectionList>;

const secret = z.string().min(8).max(256);

export const createConnection = z
  .strictObject({ jid: domain, endpoints: z.array(endpoint).min(1).max(8), secret })
  .meta({ id: 'CreateConnection' });
export type CreateConnection = z.infer<typeof createConnection>;

export const changeConnection = z
  .strictObject({ endpoints: z.array(endpoint).min(1).max(8).optional(), secret: secret.optional() })
  .meta({ id: 'ChangeConnection' });
export type ChangeConnection = z.infer<typeof changeConnection>;

// ---- tenants --------------------------------------------------------------------------------------------

export const policy = z
  .strictObject({
    withBody: z.boolean(),
    withSender: z.boolean(),
    importantBody: line.max(200),
    maxErrors: z.int().min(1).max(1000),
    maxDevices: z.int().min(1).max(100),
    maxHibernationSeconds: z.int().min(0).max(604_800),
  })
  .meta({ id: 'Policy' });
export type PolicyDto = z.infer<typeof policy>;

export const changePolicy = policy.partial().meta({ id: 'ChangePolicy' });
export type ChangePolicy = z.infer<typeof changePolicy>;

export const LINK_STATES = ['down', 'waiting-for-adapter', 'open'] as const;

export const tenant = z
  .object({
    id: uuid,
    domain: z.string(),
    connectionId: uuid,
    link: z.object({
      state: z.enum(LINK_STATES),
      since: instant,
      /** The chat server and adapter as they named themselves, e.g. "Prosody 0.12.3, adapter 0.1.0". */
      adapter: z.string().nullable(),
    }),
    policy,
    retentionDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]),
    registrations: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'Tenant' });
export type Tenant = z.infer<typeof tenant>;

export const tenantList = z.object({ tenants: z.array(tenant) }).meta({ id: 'TenantList' });
export type TenantList = z.infer<typeof tenantList>;

export const createTenant = z.strictObject({ domain, connectionId: uuid }).meta({ id: 'CreateTenant' });
export type CreateTenant = z.infer<typeof createTenant>;

/** What would leave the server under a policy, for one message of each kind. */
export const policyPreview = z
  .object({
    examples: z.array(
      z.object({
        /** Which message: `text`, `encrypted`, `call` or `typing`. */
        kind: z.enum(['text', 'encrypted', 'call', 'typing']),
        /** The message as it arrives, and the publish that leaves, indented XML. */
        arrives: z.string(),
        leaves: z.string(),
      }),
    ),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof policyPreview>;

// ---- registrations --------------------------------------------------------------------------------------

/** A page of a list: `cursor` of the answer before it, newest first. */
const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
};
const account = line.trim().max(1023);

export const registrationQuery = z.strictObject({
  account: account.optional(),
  appServer: account.optional(),
  /** Also show those that were removed within the retention time. */
  removed: z.enum(['true', 'false']).optional(),
  ...page,
});
export type RegistrationQuery = z.infer<typeof registrationQuery>;

export const registration = z
  .object({
    id: uuid,
    account: z.string(),
    appServer: z.string(),
    node: z.string(),
    hasOptions: z.boolean(),
    firstEnabledAt: instant,
    enabledAt: instant,
    strikes: z.int(),
    maxErrors: z.int(),
    boundResource: z.string().nullable(),
    lastPushAt: instant.nullable(),
    lastOutcome: z.enum(OUTCOMES).nullable(),
    removedAt: instant.nullable(),
    removalReason: z.enum(REMOVAL_REASONS).nullable(),
  })
  .meta({ id: 'Registration' });
export type RegistrationDto = z.infer<typeof registration>;

export const registrationList = z
  .object({ registrations: z.array(registration), next: z.string().nullable() })
  .meta({ id: 'RegistrationList' });
export type RegistrationList = z.infer<typeof registrationList>;

// ---- delivery log ---------------------------------------------------------------------------------------

export const EVENT_KINDS = [
  'offline',
  'groupchat',
  'ping',
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
    outcome: z.enum(OUTCOMES),
    importance: z.enum(['important', 'unimportant']),
    attempts: z.array(attempt),
    /** Final errors in a row at this registration after this push, where it was one. */
    strikes: z.int().nullable(),
  })
  .meta({ id: 'Push' });
export type PushDto = z.infer<typeof push>;

export const decision = z.object({
  registrationId: uuid,
  appServer: z.string(),
  node: z.string(),
  reason: z.enum(REASONS),
  /** null: suppressed. */
  push: push.nullable(),
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

// ---- health ---------------------------------------------------------------------------------------------

export const health = z
  .object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.string()) })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof health>;

/** Paths of the API, in one place for server, dashboard and document. */
export const API_PREFIX = '/api/v1';
