import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChangeTenant, CreateTenant, Tenant, TenantList } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { announceChange } from '../platform/changes.js';
import { Refusal } from '../platform/refusal.js';
import { changeTenant } from './change-tenant.js';
import { findTenant } from './find-tenant.js';
import { savePolicy } from './save-policy.js';
import { findUse, NO_USE } from './tenant-use.js';
import { TENANT_COLUMNS, toTenantDto } from './tenant.dto.js';
import type { TenantRow } from './tenant.dto.js';

@Injectable()
export class TenantsService {
  constructor(private readonly scope: TenantScope) {}

  async list(): Promise<TenantList> {
    const rows = await this.scope.forProvider((manager) =>
      manager.query<TenantRow[]>(`select ${TENANT_COLUMNS} from tenants order by domain`),
    );
    return { tenants: await this.#withUse(rows) };
  }

  /** @throws Refusal `not-found` */
  async get(id: string): Promise<Tenant> {
    const row = await this.scope.forTenant(id, (manager) => findTenant(manager, id));
    const [tenant] = await this.#withUse([row]);
    return tenant ?? toTenantDto(row, NO_USE);
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
      return toTenantDto(await findTenant(manager, id), NO_USE);
    });
  }

  /**
   * Changes what is given.
   *
   * @throws Refusal `not-found`, `unavailable`
   */
  async change(id: string, request: ChangeTenant): Promise<Tenant> {
    await this.scope.forTenant(id, async (manager) => {
      await changeTenant(manager, await findTenant(manager, id), request);
      await announceChange(manager, { kind: 'tenant', id });
    });
    return this.get(id);
  }

  /**
   * With all that is kept about it: registrations and the delivery log.
   *
   * @throws Refusal `not-found`
   */
  remove(id: string): Promise<void> {
    return this.scope.forTenantAtLength(id, async (manager) => {
      await findTenant(manager, id);
      // First, and with it the link's position: a gateway's transaction has ended then, and none can follow.
      await manager.query('delete from tenants where id = $1', [id]);
      for (const table of ['open_pushes', 'pushes', 'event_finds', 'events', 'marks']) {
        await manager.query(`delete from ${table} where tenant_id = $1`, [id]);
      }
      await announceChange(manager, { kind: 'tenant', id });
    });
  }

  async #withUse(rows: readonly TenantRow[]): Promise<Tenant[]> {
    const ids = rows.map((row) => row.id);
    const uses = await this.scope.forTenants(ids, (manager) => findUse(manager, ids));
    return rows.map((row) => toTenantDto(row, uses.get(row.id) ?? NO_USE));
  }
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
