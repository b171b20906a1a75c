import { z } from 'zod';
import { email, newPassword, secondFactorCode } from './access.js';
import { instant, uuid } from './fields.js';
import { PROVIDER_ROLES, TENANT_ROLES } from './permissions.js';

const providerRole = z.enum(PROVIDER_ROLES);
const tenantRole = z.enum(TENANT_ROLES);
const role = z.enum([...PROVIDER_ROLES, ...TENANT_ROLES]);
const linkToken = z.string().min(1).max(200);

/** A person with a role: of a tenant, or of the provider. */
export const member = z
  .object({
    /** The person's. */
    id: uuid,
    email: z.string(),
    role,
    since: instant,
    usesSecondFactor: z.boolean(),
    /** The newest request of any sign-in that lasts; null: they are signed in nowhere. */
    lastSeenAt: instant.nullable(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

/** By email address. */
export const memberList = z.object({ members: z.array(member) }).meta({ id: 'MemberList' });
export type MemberList = z.infer<typeof memberList>;

export const changeTenantMember = z.strictObject({ role: tenantRole }).meta({ id: 'ChangeTenantMember' });
export const changeProviderMember = z
  .strictObject({ role: providerRole })
  .meta({ id: 'ChangeProviderMember' });
export interface ChangeMember {
  readonly role: z.infer<typeof role>;
}

/** Somebody has been asked to take a role, and has yet to accept. */
export const invitation = z
  .object({
    id: uuid,
    email: z.string(),
    role,
    createdAt: instant,
    /** Seven days later. */
    expiresAt: instant,
    /** The email address of whoever made it; null: they are gone. */
    invitedBy: z.string().nullable(),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

/** Also those that have expired; the newest first. */
export const invitationList = z.object({ invitations: z.array(invitation) }).meta({ id: 'InvitationList' });
export type InvitationList = z.infer<typeof invitationList>;

/** `url` is told this once. It counts once. */
export const madeInvitation = invitation.extend({ url: z.url() }).meta({ id: 'MadeInvitation' });
export type MadeInvitation = z.infer<typeof madeInvitation>;

export const inviteToTenant = z.strictObject({ email, role: tenantRole }).meta({ id: 'InviteToTenant' });
export const inviteToProvider = z
  .strictObject({ email, role: providerRole })
  .meta({ id: 'InviteToProvider' });
export interface Invite {
  readonly email: string;
  readonly role: z.infer<typeof role>;
}

/** The token is what stands behind `#` in the invitation's address. */
export const lookAtInvitation = z.strictObject({ token: linkToken }).meta({ id: 'LookAtInvitation' });
export type LookAtInvitation = z.infer<typeof lookAtInvitation>;

/** What whoever holds the link is offered. */
export const invitationOffer = z
  .object({
    email: z.string(),
    role,
    /** The tenant's; null: a role with the provider. */
    domain: z.string().nullable(),
    expiresAt: instant,
    /** They choose a password; otherwise they enter the one that they have. */
    isNewPerson: z.boolean(),
  })
  .meta({ id: 'InvitationOffer' });
export type InvitationOffer = z.infer<typeof invitationOffer>;

/** `code`: from a person who uses a second factor. */
export const acceptInvitation = z
  .strictObject({ token: linkToken, password: newPassword, code: secondFactorCode.optional() })
  .meta({ id: 'AcceptInvitation' });
export type AcceptInvitation = z.infer<typeof acceptInvitation>;

/** With it a person sets another password, once, within an hour. */
export const resetLink = z.object({ url: z.url(), expiresAt: instant }).meta({ id: 'ResetLink' });
export type ResetLink = z.infer<typeof resetLink>;

/** `code`: from a person who uses a second factor. */
export const passwordReset = z
  .strictObject({ token: linkToken, password: newPassword, code: secondFactorCode.optional() })
  .meta({ id: 'PasswordReset' });
export type PasswordReset = z.infer<typeof passwordReset>;
