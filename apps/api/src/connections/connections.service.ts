import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChangeConnection, Connection, ConnectionList, CreateConnection } from '../contract.js';
import { recordAudit } from '../audit/record-audit.js';
import { SecretBox } from '../database/secret-box.js';
import { TenantScope } from '../database/tenant-scope.js';
import { announceChange } from '../platform/changes.js';
import { tagged } from '../platform/etag.js';
import type { Tagged } from '../platform/etag.js';
import { requireMatch } from '../platform/if-match.js';
import type { Precondition } from '../platform/if-match.js';
import { Refusal } from '../platform/refusal.js';
import { CONNECTION_COLUMNS, toConnectionDto } from './connection.dto.js';
import type { ConnectionRow } from './connection.dto.js';
import { findWaitingDomains } from './waiting-domains.js';

@Injectable()
export class ConnectionsService {
  constructor(
    private readonly scope: TenantScope,
    private readonly secretBox: SecretBox,
  ) {}

  list(): Promise<ConnectionList> {
    return this.scope.forProvider(async (manager) => {
      const rows = await manager.query<ConnectionRow[]>(
        `select ${CONNECTION_COLUMNS} from connections c order by c.jid`,
      );
      return { connections: rows.map(toConnectionDto), waiting: await findWaitingDomains(manager) };
    });
  }

  /** @throws Refusal `not-found` */
  get(id: string): Promise<Tagged<Connection>> {
    return this.scope.forProvider((manager) => findTagged(manager, id));
  }

  /** @throws Refusal `already-exists` */
  create({ jid, endpoints, secret }: CreateConnection): Promise<Connection> {
    return this.scope.forProvider(async (manager) => {
      await refuseTenantDomain(manager, jid);
      const id = randomUUID();
      const inserted = await manager.query<unknown[]>(
        `insert into connections (id, jid, endpoints, secret) values ($1, $2, $3, $4)
         on conflict (jid) do nothing returning id`,
        [id, jid, JSON.stringify(endpoints), this.#seal(id, secret)],
      );
      if (inserted.length === 0) throw alreadyExists('There is a connection with this address.');
      await announceChange(manager, { kind: 'connection', id });
      const object = { kind: 'connection', id, name: jid } as const;
      await recordAudit(manager, null, { action: 'connection.add', object, after: { jid, endpoints } });
      return findConnection(manager, id);
    });
  }

  /** @throws Refusal `not-found`, `changed-meanwhile` */
  change(
    id: string,
    { endpoints, secret }: ChangeConnection,
    mayChange: Precondition,
  ): Promise<Tagged<Connection>> {
    return this.scope.forProvider(async (manager) => {
      await manager.query('select 1 from connections where id = $1 for no key update', [id]);
      const { value: before, etag } = await findTagged(manager, id);
      requireMatch(mayChange, etag);
      await manager.query(
        'update connections set endpoints = coalesce($2, endpoints), secret = coalesce($3, secret) where id = $1',
        [id, endpoints && JSON.stringify(endpoints), secret === undefined ? null : this.#seal(id, secret)],
      );
      await announceChange(manager, { kind: 'connection', id });
      const changed = await findTagged(manager, id);
      const after = changed.value;
      await recordAudit(manager, null, {
        action: 'connection.change',
        object: { kind: 'connection', id, name: after.jid },
        before: { endpoints: before.endpoints, secret: 'as before' },
        after: { endpoints: after.endpoints, secret: secret === undefined ? 'as before' : 'changed' },
      });
      return changed;
    });
  }

  /** @throws Refusal `not-found`, `in-use` while it has tenants */
  remove(id: string): Promise<void> {
    return this.scope.forProvider(async (manager) => {
      // The lock keeps a tenant from being added between the count and the end of the transaction.
      await manager.query('select 1 from connections where id = $1 for update', [id]);
      const { jid, endpoints, tenants } = await findConnection(manager, id);
      if (tenants > 0) throw new Refusal('in-use', `Remove its ${tenants} domains first.`);
      await manager.query('delete from connections where id = $1', [id]);
      const object = { kind: 'connection', id, name: jid } as const;
      await recordAudit(manager, null, { action: 'connection.remove', object, before: { jid, endpoints } });
      await announceChange(manager, { kind: 'connection', id });
    });
  }

  #seal(id: string, secret: string): Buffer {
    return this.secretBox.seal(secret, { table: 'connections', rowId: id });
  }
}

async function findConnection(manager: EntityManager, id: string): Promise<Connection> {
  return (await findTagged(manager, id)).value;
}

/** The tag changes with the secret as well, which it tells nothing of: a box is another each time. */
async function findTagged(manager: EntityManager, id: string): Promise<Tagged<Connection>> {
  const [row] = await manager.query<(ConnectionRow & { readonly box: Buffer })[]>(
    `select ${CONNECTION_COLUMNS}, c.secret as box from connections c where c.id = $1`,
    [id],
  );
  if (row === undefined) throw new Refusal('not-found', 'There is no such connection.');
  const { box, ...columns } = row;
  return tagged(toConnectionDto(columns), [columns.jid, columns.endpoints, box.toString('base64')]);
}

async function refuseTenantDomain(manager: EntityManager, jid: string): Promise<void> {
  const tenants = await manager.query<unknown[]>('select 1 from tenants where domain = $1', [jid]);
  if (tenants.length > 0) throw alreadyExists('This is the domain of a tenant; a component has its own.');
}

function alreadyExists(message: string): Refusal {
  return new Refusal('already-exists', message, { errors: [{ field: 'jid', message }] });
}
