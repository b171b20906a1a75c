import { z } from 'zod';
import { domain, instant, line, uuid, wholeNumber } from './fields.js';
import { changePolicy, policy } from './policy.js';

export const LINK_STATES = ['down', 'waiting-for-adapter', 'open'] as const;

const retentionDays = z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)], {
  error: 'must be 7, 30, 90 or 365',
});

/** How many pushes a tenant may make; null: any number. */
const quota = z.strictObject({
  perMinute: wholeNumber(1, 1_000_000).nullable(),
  perDay: wholeNumber(1, 1_000_000_000).nullable(),
});

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
    /** For how long a new row of the delivery log is kept, and since when that holds. */
    retentionDays,
    retentionSince: instant,
    /** Days for which rows are kept that may be in the log now: a change holds for new rows. */
    logClasses: z.array(retentionDays),
    /** The longest retention that the tenant's admin may choose. */
    retentionLimitDays: retentionDays,
    quota,
    /** null: it is served. */
    suspension: z.object({ since: instant, reason: z.string() }).nullable(),
    /** Pushes of the current minute and day (UTC). */
    quotaUse: z.object({ minute: z.int(), day: z.int() }),
    /** App servers that do not answer, by domain: nothing is published to them until then. */
    pausedAppServers: z.array(z.object({ domain: z.string(), since: instant, until: instant })),
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

/** What is not given stays as it is. */
export const changeTenant = z
  .strictObject({ retentionDays: retentionDays.optional() })
  .meta({ id: 'ChangeTenant' });
export type ChangeTenant = z.infer<typeof changeTenant>;

/** The domain again, so that nobody deletes another one than they mean. */
export const deleteTenant = z.strictObject({ domain: z.string().max(255) }).meta({ id: 'DeleteTenant' });
export type DeleteTenant = z.infer<typeof deleteTenant>;

/** Shown to the tenant's people, too. Again while it is suspended: another reason. */
export const suspendTenant = z
  .strictObject({ reason: line.trim().min(1).max(300) })
  .meta({ id: 'SuspendTenant' });
export type SuspendTenant = z.infer<typeof suspendTenant>;

/** What the provider allows a tenant; what is not given stays as it is. */
export const changeLimits = z
  .strictObject({ retentionLimitDays: retentionDays.optional(), quota: quota.partial().optional() })
  .meta({ id: 'ChangeLimits' });
export type ChangeLimits = z.infer<typeof changeLimits>;
