import { z } from 'zod';
import { instant, page, uuid, line } from './fields.js';

/** Everything that is put down: each changing request, and each look at what is otherwise hidden. */
export const AUDIT_ACTIONS = [
  'provider.set-up',
  'sign-in.start',
  'sign-in.end',
  'sign-in.revoke',
  'sign-in.prove',
  'sign-in-link.make',
  'password.change',
  'password.reset-link',
  'password.reset',
  'second-factor.begin',
  'second-factor.confirm',
  'second-factor.remove',
  'recovery-codes.renew',
  'invitation.make',
  'invitation.withdraw',
  'invitation.accept',
  'member.change',
  'member.remove',
  'token.make',
  'token.revoke',
  'connection.add',
  'connection.change',
  'connection.remove',
  'tenant.add',
  'tenant.change',
  'tenant.limits',
  'tenant.suspend',
  'tenant.resume',
  'tenant.delete',
  'policy.change',
  'registration.remove',
  'registration.test-push',
  'push.resend',
  'addresses.reveal',
  'addresses.mask',
  'audit.export',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_OBJECTS = [
  'provider',
  'person',
  'sign-in',
  'invitation',
  'token',
  'connection',
  'tenant',
  'registration',
  'push',
  'audit-log',
] as const;
export type AuditObject = (typeof AUDIT_OBJECTS)[number];

/** What happened, as the chain holds it. */
export const auditContent = z.object({
  actor: z.object({
    kind: z.enum(['person', 'token', 'visitor', 'bellhop']),
    id: uuid.nullable(),
    /** An email address, or a token's name. */
    name: z.string(),
  }),
  action: z.enum(AUDIT_ACTIONS),
  object: z.object({ kind: z.enum(AUDIT_OBJECTS), id: z.string().nullable(), name: z.string() }),
  /** Only what differs, by field; secrets are never in it. */
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  /** Why, in the words of whoever did it. */
  reason: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditContent = z.infer<typeof auditContent>;

export const auditEvent = auditContent
  .extend({ position: z.int(), at: z.string(), hash: z.string() })
  .meta({ id: 'AuditEvent' });
export type AuditEventDto = z.infer<typeof auditEvent>;

export const auditQuery = z.strictObject({
  /** A person's or token's id. */
  actorId: uuid.optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  objectId: line.max(300).optional(),
  from: instant.optional(),
  to: instant.optional(),
  cursor: page.cursor,
  limit: page.limit,
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** The newest first. */
export const auditList = z
  .object({ events: z.array(auditEvent), next: z.string().nullable(), previous: z.string().nullable() })
  .meta({ id: 'AuditList' });
export type AuditList = z.infer<typeof auditList>;
