import { z } from 'zod';
import { domain, instant, line, uuid } from './fields.js';

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
