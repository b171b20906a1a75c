import { z } from 'zod';
import { domain, instant, uuid } from './fields.js';

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
