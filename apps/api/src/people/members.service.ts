import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { ChangeMember, Member, MemberList } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { inOwner } from '../tenants/in-owner.js';
import type { Owner } from '../tenants/in-owner.js';
import { MEMBER_COLUMNS, toMemberDto } from './member.dto.js';
import type { MemberRow } from './member.dto.js';

/**
 * The people of a tenant or, where `tenantId` is null, of the provider. What changes here holds from their next
 * request on, for each request reads their roles anew.
 */
@Injectable()
export class MembersService {
  constructor(private readonly scope: TenantScope) {}

  /** @throws Refusal `not-found` */
  list(tenantId: string | null): Promise<MemberList> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      const rows = await manager.query<MemberRow[]>(
        `select ${MEMBER_COLUMNS} from members m join users u on u.id = m.user_id
         where m.tenant_id = $1 order by u.email`,
        [owner.id],
      );
      return { members: rows.map(toMemberDto) };
    });
  }

  /** @throws Refusal `not-found`, `in-use` for the provider's last owner */
  change(tenantId: string | null, personId: string, { role }: ChangeMember): Promise<Member> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      await lockMembers(manager, owner);
      const before = await findMember(manager, owner, personId);
      if (role !== 'owner') await keepAnOwner(manager, before);
      await manager.query('update members set role = $3 where tenant_id = $1 and user_id = $2', [
        owner.id,
        personId,
        role,
      ]);
      const object = aboutPerson(before);
      const roles = { before: { role: before.role }, after: { role } };
      await recordAudit(manager, tenantId, { action: 'member.change', object, ...roles });
      return toMemberDto({ ...before, role });
    });
  }

  /**
   * The person keeps their account, and what they are elsewhere.
   *
   * @throws Refusal `not-found`, `in-use` for the provider's last owner
   */
  remove(tenantId: string | null, personId: string): Promise<void> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      await lockMembers(manager, owner);
      const member = await findMember(manager, owner, personId);
      await keepAnOwner(manager, member);
      await manager.query('delete from members where tenant_id = $1 and user_id = $2', [owner.id, personId]);
      const object = aboutPerson(member);
      const before = { role: member.role };
      await recordAudit(manager, tenantId, { action: 'member.remove', object, before });
    });
  }
}

// Two owners who demote each other at once: one after the other.
async function lockMembers(manager: EntityManager, { id }: Owner): Promise<void> {
  await manager.query("select pg_advisory_xact_lock(hashtextextended('bellhop members ' || $1, 0))", [id]);
}

async function findMember(manager: EntityManager, owner: Owner, personId: string): Promise<MemberRow> {
  const [row] = await manager.query<MemberRow[]>(
    `select ${MEMBER_COLUMNS} from members m join users u on u.id = m.user_id
     where m.tenant_id = $1 and m.user_id = $2`,
    [owner.id, personId],
  );
  if (row === undefined) throw new Refusal('not-found', 'There is no such member.');
  return row;
}

/** A tenant may be without an admin, for owners see to it. Nobody could let in another owner. */
async function keepAnOwner(manager: EntityManager, { id, role }: MemberRow): Promise<void> {
  if (role !== 'owner') return;
  const others = await manager.query<unknown[]>(
    "select 1 from members where tenant_id = provider_id() and role = 'owner' and user_id <> $1 limit 1",
    [id],
  );
  if (others.length > 0) return;
  throw new Refusal('in-use', 'This is the last owner. Make somebody else an owner first.');
}
