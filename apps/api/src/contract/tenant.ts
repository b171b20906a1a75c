import { z } from 'zod';
import { domain, instant, uuid } from './fields.js';
import { changePolicy, policy } from './policy.js';

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

/** `policy`: in force from the first event on; what is not given has its default. */
export const createTenant = z
  .strictObject({ domain, connectionId: uuid, policy: changePolicy.optional() })
  .meta({ id: 'CreateTenant' });
export type CreateTenant = z.infer<typeof createTenant>;
