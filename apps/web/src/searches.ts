/**
 * The search parameters of each page. A value that makes no sense is dropped rather than refused: an old or
 * mistyped address still opens the page.
 */
import { auditQuery, eventQuery } from '@bellhop/api/contract';
import { z } from 'zod';

const text = z.string().max(1023).optional().catch(undefined);
const cursor = z.string().max(200).optional().catch(undefined);
const id = z.uuid().optional().catch(undefined);
const { kind, outcome, reason, from, to } = eventQuery.shape;

/** For how many days the figures are shown. */
export const FIGURE_DAYS = [1, 7, 31] as const;

/** Where to go after signing in: an address of this dashboard, never of another site. */
export const signInSearch = z.object({
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
});

/** Which form is open on the overview, and for which connection or domain. */
export const overviewSearch = z.object({
  open: z
    .enum(['new-connection', 'edit-connection', 'configuration', 'new-tenant'])
    .optional()
    .catch(undefined),
  connection: id,
  domain: text,
});
export type OverviewSearch = z.infer<typeof overviewSearch>;

export const registrationSearch = z.object({
  account: text,
  appServer: text,
  removed: z.literal(true).optional().catch(undefined),
  cursor,
  /** The registration that is open. */
  open: id,
});
export type RegistrationSearch = z.infer<typeof registrationSearch>;

export const logSearch = z.object({
  account: text,
  appServer: text,
  registrationId: id,
  kind: kind.catch(undefined),
  outcome: outcome.catch(undefined),
  reason: reason.catch(undefined),
  from: from.catch(undefined),
  to: to.catch(undefined),
  cursor,
  /** The event whose timeline is open. */
  event: id,
  /** Rows are added as they are written. */
  tail: z.literal(true).optional().catch(undefined),
  zone: z.literal('utc').optional().catch(undefined),
});
export type LogSearch = z.infer<typeof logSearch>;

export const auditSearch = z.object({
  action: auditQuery.shape.action.catch(undefined),
  actorId: id,
  objectId: text,
  from: from.catch(undefined),
  to: to.catch(undefined),
  cursor,
  /** The position of the entry that is open. */
  entry: z.int().positive().optional().catch(undefined),
  zone: z.literal('utc').optional().catch(undefined),
});
export type AuditSearch = z.infer<typeof auditSearch>;

/** One day unless said otherwise. */
export const figuresSearch = z.object({
  days: z.literal(FIGURE_DAYS).optional().catch(undefined),
});
export type FigureDays = (typeof FIGURE_DAYS)[number];
