import { IS_OPEN } from '../access/sign-ins.js';
import type { Member } from '../contract.js';

/** A row of `MEMBER_COLUMNS`. */
export interface MemberRow {
  readonly id: string;
  readonly email: string;
  readonly role: Member['role'];
  readonly since: Date;
  readonly usesSecondFactor: boolean;
  readonly lastSeenAt: Date | null;
}

/** Of `members m join users u on u.id = m.user_id`. */
export const MEMBER_COLUMNS = `
  u.id, u.email, m.role, m.since, u.totp_confirmed_at is not null as "usesSecondFactor",
  (select max(last_seen_at) from sign_ins where user_id = u.id and ${IS_OPEN}) as "lastSeenAt"`;

export function toMemberDto({ since, lastSeenAt, ...same }: MemberRow): Member {
  return { ...same, since: since.toISOString(), lastSeenAt: lastSeenAt?.toISOString() ?? null };
}
