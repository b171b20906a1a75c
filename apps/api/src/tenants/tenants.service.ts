import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type {
  AuditAction,
  ChangeLimits,
  ChangeTenant,
  CreateTenant,
  DeleteTenant,
  Tenant,
  TenantList,
} from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import type { Principal } from '../access/principal.js';
import { recordAudit } from '../audit/record-audit.js';
import { announceChange } from '../platform/changes.js';
import { etagOf, tagged } from '../platform/etag.js';
import type { Tagged } from '../platform/etag.js';
import { requireMatch } from '../platform/if-match.js';
import type { Precondition } from '../platform/if-match.js';
import { Refusal } from '../platform/refusal.js';
import { changeLimits, changeTenant } from './change-tenant.js';
import { findTenant, holdTenant } from './find-tenant.js';
import { savePolicy } from './save-policy.js';
import { findUse, NO_USE } from './tenant-use.js';
import { TENANT_COLUMNS, tenantSettingsOf, toTenantDto } from './tenant.dto.js';
import type { TenantRow } from './tenant.dto.js';

@Injectable()
export class TenantsService {
  constructor(private readonly scope: TenantScope) {}

  /** Those that the caller may see. */
  async list(caller: Principal): Promise<TenantList> {
    if (caller.kind === 'token' && !caller.scopes.includes('tenant.view')) return { tenants: [] };
    const rows = await this.#readFor(caller, (manager) =>
      manager.query<TenantRow[]>(`select ${TENANT_COLUMNS} from tenants order by domain`),
    );
    return { tenants: await this.#withUse(rows) };
  }

  /** @throws Refusal `not-found` */
  async get(id: string): Promise<Tagged<Tenant>> {
    return this.#tagged(await this.scope.forTenant(id, (manager) => findTenant(manager, id)));
  }

  /** @throws Refusal `not-found` for the connection, `already-exists`, `invalid-request` for the policy */
  create({ domain, connectionId, policy }: CreateTenant): Promise<Tenant> {
    return this.scope.forProvider(async (manager) => {
      await refuseConnectionJid(manager, domain);
      await lockConnection(manager, connectionId);
      const id = randomUUID();
      const inserted = await manager.query<unknown[]>(
        `insert into tenants (id, domain, connection_id) values ($1, $2, $3)
         on conflict (domain) do nothing returning id`,
        [id, domain, connectionId],
      );
      if (inserted.length === 0) throw alreadyExists('This domain has been added before.');
      if (policy !== undefined) await savePolicy(manager, id, policy);
      await announceChange(manager, { kind: 'tenant', id });
      const made = toTenantDto(await findTenant(manager, id), NO_USE);
      const { retentionDays, quota } = made;
      await recordAudit(manager, null, {
        action: 'tenant.add',
        object: { kind: 'tenant', id, name: domain },
        after: { domain, connectionId, retentionDays, quota, policy: made.policy },
      });
      return made;
    });
  }

  /**
   * Changes what is given.
   *
   * @throws Refusal `not-found`, `changed-meanwhile`, `unavailable`
   */
  async change(id: string, request: ChangeTenant, mayChange: Precondition): Promise<Tagged<Tenant>> {
    const changed = await this.#change(id, 'tenant.change', (manager, row) => {
      requireMatch(mayChange, etagOf(tenantSettingsOf(row)));
      return changeTenant(manager, row, request);
    });
    return this.#tagged(changed);
  }

  /**
   * Changes what the provider allows.
   *
   * @throws Refusal `not-found`, `changed-meanwhile`
   */
  async changeLimits(id: string, request: ChangeLimits, mayChange: Precondition): Promise<Tagged<Tenant>> {
    const changed = await this.#change(id, 'tenant.limits', (manager, row) => {
      requireMatch(mayChange, etagOf(tenantSettingsOf(row)));
      return changeLimits(manager, row, request);
    });
    return this.#tagged(changed);
  }

  /**
   * With all that is kept about it: registrations and the delivery log, which the gateway clears away little by little.
   *
   * @throws Refusal `not-found`, `invalid-request` unless its domain is typed
   */
  remove(id: string, { domain }: DeleteTenant): Promise<void> {
    return this.scope.forProvider(async (manager) => {
      const tenant = await findTenant(manager, id);
      if (tenant.domain !== domain) {
        throw new Refusal('invalid-request', 'Type the domain to delete it.', {
          errors: [{ field: 'domain', message: `is not ${tenant.domain}` }],
        });
      }
      // With it the link's position: a gateway's transaction has ended then, and none can follow.
      const [deleted] = await manager.query<[unknown[], number]>(
        'delete from tenants where id = $1 returning id',
        [id],
      );
      if (deleted.length === 0) throw new Refusal('not-found', 'There is no such domain.');
      await manager.query('insert into tenant_purges (tenant_id) values ($1)', [id]);
      await recordAudit(manager, null, {
        action: 'tenant.delete',
        object: { kind: 'tenant', id, name: domain },
        before: settingsOf(tenant),
      });
      await announceChange(manager, { kind: 'tenant', id });
    });
  }

  #readFor<T>(caller: Principal, read: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (caller.kind === 'token' && caller.tenantId !== null)
      return this.scope.forTenant(caller.tenantId, read);
    if (caller.kind === 'token' || caller.providerRole !== null) return this.scope.forProvider(read);
    return this.scope.forMember(caller.id, read);
  }

  #change(
    id: string,
    action: AuditAction,
    work: (manager: EntityManager, row: TenantRow) => Promise<void>,
  ): Promise<TenantRow> {
    return this.scope.forTenant(id, async (manager) => {
      const before = await holdTenant(manager, id);
      await work(manager, before);
      const after = await findTenant(manager, id);
      const object = { kind: 'tenant', id, name: before.domain } as const;
      await recordAudit(manager, id, {
        action,
        object,
        before: settingsOf(before),
        after: settingsOf(after),
      });
      await announceChange(manager, { kind: 'tenant', id });
      return after;
    });
  }

  async #tagged(row: TenantRow): Promise<Tagged<Tenant>> {
    const [tenant] = await this.#withUse([row]);
    return tagged(tenant ?? toTenantDto(row, NO_USE), tenantSettingsOf(row));
  }

  async #withUse(rows: readonly TenantRow[]): Promise<Tenant[]> {
    const ids = rows.map((row) => row.id);
    const uses = await this.scope.forTenants(ids, (manager) => findUse(manager, ids));
    return rows.map((row) => toTenantDto(row, uses.get(row.id) ?? NO_USE));
  }
}

/** What people set, of a tenant. */
function settingsOf(row: TenantRow): object {
  const { retentionDays, retentionLimitDays, quotaPerMinute, quotaPerDay } = row;
  return { retentionDays, retentionLimitDays, quotaPerMinute, quotaPerDay };
}

async function refuseConnectionJid(manager: EntityManager, domain: string): Promise<void> {
  const found = await manager.query<unknown[]>('select 1 from connections where jid = $1', [domain]);
  if (found.length > 0) throw alreadyExists('This is the address of a connection, not of people.');
}

/** Holds the connection until the end of the transaction, so that it cannot be removed meanwhile. */
async function lockConnection(manager: EntityManager, id: string): Promise<void> {
  const found = await manager.query<unknown[]>('select 1 from connections where id = $1 for key share', [id]);
  if (found.length > 0) return;
  throw new Refusal('not-found', 'There is no such connection.', {
    errors: [{ field: 'connectionId', message: 'is not the id of a connection' }],
  });
}

function alreadyExists(message: string): Refusal {
  return new Refusal('already-exists', message, { errors: [{ field: 'domain', message }] });
}
