import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atDatabase, queryAt, startTestPostgres } from './database.test-support.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { migrate, readMigrations } from './migrate.js';
import { withMigrationLock } from './migration-lock.js';

let postgres: EmbeddedPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 30_000);
afterAll(() => postgres?.stop());

/** A database as the first migration left it, owned by a role that row-level security binds. */
async function makeMainRoadDatabase(): Promise<{ owner: string; superuser: string }> {
  for (const role of ['bellhop_http', 'bellhop_gateway', 'main_road']) {
    await queryAt(postgres.adminUrl, `create role ${role} login password 'secret'`);
  }
  await queryAt(postgres.adminUrl, 'create database main_road owner main_road');
  const superuser = atDatabase(postgres.adminUrl, 'main_road');
  const owner = new URL(superuser);
  [owner.username, owner.password] = ['main_road', 'secret'];
  const first = (await readMigrations()).slice(0, 1);
  await withMigrationLock(owner.href, (admin) => migrate(admin, first));
  return { owner: owner.href, superuser };
}

describe('a database of the main road', () => {
  it('keeps its bindings, which began when push was enabled, and gets the default policy', async () => {
    const { owner, superuser } = await makeMainRoadDatabase();
    const [connectionId, tenantId] = [randomUUID(), randomUUID()];
    await queryAt(
      superuser,
      `insert into connections (id, jid, endpoints, secret) values ($1, 'p.example', '[]', '')`,
      [connectionId],
    );
    await queryAt(superuser, `insert into tenants (id, domain, connection_id) values ($1, 'a.example', $2)`, [
      tenantId,
      connectionId,
    ]);
    await queryAt(
      superuser,
      `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, bound_sid)
       values ($1, gen_random_uuid(), 'a@a.example', 'p.example', 'bound', now(), '2026-11-01T10:00:00Z', 's1'),
              ($1, gen_random_uuid(), 'a@a.example', 'p.example', 'unbound', now(), now(), null)`,
      [tenantId],
    );
    await withMigrationLock(owner, async (admin) => migrate(admin, await readMigrations()));
    expect(await queryAt(superuser, 'select node, bound_at from registrations order by node')).toEqual([
      { node: 'bound', bound_at: new Date('2026-11-01T10:00:00Z') },
      { node: 'unbound', bound_at: null },
    ]);
    expect(
      await queryAt(
        superuser,
        `select notify_on, merge_window_seconds, push_ttl_seconds, allowed_app_servers, denied_app_servers,
           remove_on_item_not_found from tenants`,
      ),
    ).toEqual([
      {
        notify_on: 'all',
        merge_window_seconds: 5,
        push_ttl_seconds: 86_400,
        allowed_app_servers: [],
        denied_app_servers: [],
        remove_on_item_not_found: false,
      },
    ]);
    expect(await queryAt(owner, 'select node from registrations')).toEqual([]);
  });
});
