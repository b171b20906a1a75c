import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PersonPrincipal, Principal } from '../access/principal.js';
import { recordAudit } from '../audit/record-audit.js';
import type { RevealRequest, RevealState } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { findTenant } from '../tenants/find-tenant.js';
import { findReveal } from './find-reveal.js';

const DEFAULT_MINUTES = 15;

/** Has masked addresses shown to a person, in one tenant and for a time; masking/ asks whether one is running. */
@Injectable()
export class RevealsService {
  constructor(private readonly scope: TenantScope) {}

  /** The caller's own; a token has none. */
  get(tenantId: string, caller: Principal): Promise<RevealState> {
    return this.scope.forTenant(tenantId, async (manager) => {
      await findTenant(manager, tenantId);
      return toState(manager, tenantId, caller.id);
    });
  }

  /**
   * Takes the place of one that is running.
   *
   * @throws Refusal `not-found`
   */
  start(tenantId: string, person: PersonPrincipal, request: RevealRequest): Promise<RevealState> {
    const { reason, minutes = DEFAULT_MINUTES } = request;
    return this.scope.forTenant(tenantId, async (manager) => {
      const { domain } = await findTenant(manager, tenantId);
      await manager.query('delete from reveals where tenant_id = $1 and expires_at <= now()', [tenantId]);
      await manager.query(
        `insert into reveals (tenant_id, user_id, reason, expires_at)
         values ($1, $2, $3, now() + $4 * interval '1 minute')
         on conflict (tenant_id, user_id)
         do update set reason = excluded.reason, since = now(), expires_at = excluded.expires_at`,
        [tenantId, person.id, reason, minutes],
      );
      await recordAudit(manager, tenantId, {
        action: 'addresses.reveal',
        object: { kind: 'tenant', id: tenantId, name: domain },
        after: { minutes },
        reason,
      });
      return toState(manager, tenantId, person.id);
    });
  }

  /**
   * Masks addresses again, before the time is over.
   *
   * @throws Refusal `not-found` if none is running
   */
  end(tenantId: string, person: PersonPrincipal): Promise<void> {
    return this.scope.forTenant(tenantId, async (manager) => {
      const { domain } = await findTenant(manager, tenantId);
      const [ended] = await manager.query<[unknown[], number]>(
        'delete from reveals where tenant_id = $1 and user_id = $2 and expires_at > now() returning user_id',
        [tenantId, person.id],
      );
      if (ended.length === 0) throw new Refusal('not-found', 'Addresses are masked already.');
      await recordAudit(manager, tenantId, {
        action: 'addresses.mask',
        object: { kind: 'tenant', id: tenantId, name: domain },
      });
    });
  }
}

async function toState(manager: EntityManager, tenantId: string, personId: string): Promise<RevealState> {
  const row = await findReveal(manager, tenantId, personId);
  if (row === undefined) return { reveal: null };
  const { reason, since, expiresAt } = row;
  return { reveal: { reason, since: since.toISOString(), expiresAt: expiresAt.toISOString() } };
}
