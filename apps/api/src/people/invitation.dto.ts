import type { Invitation } from '../contract.js';

/** A row of `INVITATION_COLUMNS`. */
export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: Invitation['role'];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly invitedBy: string | null;
}

/** Of `invitations i`. */
export const INVITATION_COLUMNS = `
  i.id, i.email, i.role, i.created_at as "createdAt", i.expires_at as "expiresAt",
  (select u.email from users u where u.id = i.invited_by) as "invitedBy"`;

export function toInvitationDto({ createdAt, expiresAt, ...same }: InvitationRow): Invitation {
  return { ...same, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
