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

/** What can be wrong with a chain (docs/audit.md). */
export const AUDIT_FAULTS = [
  /** A row's hash is not the one that its text and the row before it make. */
  'wrong-row',
  'missing-row',
  /** The chain's head is not its last row. */
  'wrong-head',
  /** The rows end before a position that a checkpoint signed. */
  'truncated',
  /** A checkpoint signed another hash: the rows up to there were written anew. */
  'wrong-checkpoint',
  'wrong-signature',
  'foreign-key',
] as const;
export type AuditFaultKind = (typeof AUDIT_FAULTS)[number];

/** What recomputing a chain showed, up to the head that it had at the start. */
export const auditVerification = z
  .object({
    isIntact: z.boolean(),
    /** How many rows were recomputed: all, or those before the fault. */
    rows: z.int(),
    /** null: nothing was put down yet. `hash` in hex. */
    head: z.object({ position: z.int(), hash: z.string() }).nullable(),
    /** How many signed checkpoints were compared. */
    checkpoints: z.int(),
    /** The first fault; null: none. */
    fault: z.object({ position: z.int(), kind: z.enum(AUDIT_FAULTS), message: z.string() }).nullable(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof auditVerification>;

/** What signatures of checkpoints are verified with. */
export const auditKey = z
  .object({
    /** SHA-256 of the public key (SPKI, DER), in hex. */
    keyId: z.string(),
    /** Ed25519, as PEM. */
    publicKey: z.string(),
  })
  .meta({ id: 'AuditKey' });
export type AuditKeyDto = z.infer<typeof auditKey>;
