import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PersonPrincipal } from '../access/principal.js';
import { hashSecretToken, newSecretToken } from '../access/secret-token.js';
import { recordAudit } from '../audit/record-audit.js';
import type { InvitationList, Invite, MadeInvitation } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { Site } from '../platform/site.js';
import { inOwner } from '../tenants/in-owner.js';
import type { Owner } from '../tenants/in-owner.js';
import { INVITATION_COLUMNS, toInvitationDto } from './invitation.dto.js';
import type { InvitationRow } from './invitation.dto.js';

/** So many at a time, to a tenant or to the provider; those that have expired are among them. */
const MOST_INVITATIONS = 200;

/**
 * Invitations to a tenant or, where `tenantId` is null, to the provider. Bellhop sends no mail: whoever invites passes the
 * link on. What they are answered is the same whether the address has an account or not.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly scope: TenantScope,
    private readonly site: Site,
  ) {}

  /** @throws Refusal `not-found` */
  list(tenantId: string | null): Promise<InvitationList> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      const rows = await manager.query<InvitationRow[]>(
        `select ${INVITATION_COLUMNS} from invitations i where i.tenant_id = $1 order by i.created_at desc, i.id`,
        [owner.id],
      );
      return { invitations: rows.map(toInvitationDto) };
    });
  }

  /**
   * In place of the one that the address had. The link counts once, within seven days.
   *
   * @throws Refusal `not-found`, `already-exists` for a member, `forbidden` where there are very many invitations
   */
  create(tenantId: string | null, request: Invite, inviter: PersonPrincipal): Promise<MadeInvitation> {
    const token = newSecretToken();
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      await refuseMember(manager, owner, request.email);
      await refuseTooMany(manager, owner);
      const made = await insertInvitation(manager, { ...request, owner, inviter, token });
      const { id, email, role, expiresAt } = made;
      const object = { kind: 'invitation', id, name: email } as const;
      await recordAudit(manager, tenantId, { action: 'invitation.make', object, after: { role, expiresAt } });
      return { ...made, url: `${this.site.origin}/invitation#${token}` };
    });
  }

  /** @throws Refusal `not-found`, also once it was accepted */
  withdraw(tenantId: string | null, id: string): Promise<void> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      const [[gone]] = await manager.query<[Pick<InvitationRow, 'email' | 'role'>[], number]>(
        'delete from invitations where tenant_id = $1 and id = $2 returning email, role',
        [owner.id, id],
      );
      if (gone === undefined) throw new Refusal('not-found', 'There is no such invitation.');
      const object = { kind: 'invitation', id, name: gone.email } as const;
      const before = { role: gone.role };
      await recordAudit(manager, tenantId, { action: 'invitation.withdraw', object, before });
    });
  }
}

async function refuseMember(manager: EntityManager, owner: Owner, email: string): Promise<void> {
  const found = await manager.query<unknown[]>(
    'select 1 from members m join users u on u.id = m.user_id where m.tenant_id = $1 and u.email = $2',
    [owner.id, email],
  );
  if (found.length === 0) return;
  const errors = [{ field: 'email', message: 'is the address of a member' }];
  throw new Refusal('already-exists', 'This person is a member. Change their role instead.', { errors });
}

async function refuseTooMany(manager: EntityManager, owner: Owner): Promise<void> {
  const [row] = await manager.query<[{ count: number }]>(
    'select count(*)::integer as count from invitations where tenant_id = $1',
    [owner.id],
  );
  if (row.count < MOST_INVITATIONS) return;
  throw new Refusal('forbidden', `There may be ${MOST_INVITATIONS} invitations. Withdraw old ones first.`);
}

interface NewInvitation extends Invite {
  readonly owner: Owner;
  readonly inviter: PersonPrincipal;
  readonly token: string;
}

async function insertInvitation(manager: EntityManager, made: NewInvitation) {
  const [row] = await manager.query<[InvitationRow]>(
    `insert into invitations as i (tenant_id, id, email, role, token_hash, invited_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + interval '7 days')
     on conflict (tenant_id, email) do update set
       id = excluded.id, role = excluded.role, token_hash = excluded.token_hash, invited_by = excluded.invited_by,
       created_at = excluded.created_at, expires_at = excluded.expires_at
     returning ${INVITATION_COLUMNS}`,
    [made.owner.id, randomUUID(), made.email, made.role, hashSecretToken(made.token), made.inviter.id],
  );
  return toInvitationDto(row);
}
