import { randomUUID } from 'node:crypto';
import { queryAt } from '../database/database.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

/** A registration in force, as an enable leaves it. Returns its id. */
export async function writeRegistration(
  api: TestApi,
  tenantId: string,
  { account = 'romeo@tenant.example', node = 'phone' } = {},
): Promise<string> {
  const id = randomUUID();
  await queryAt(
    api.database.adminUrl,
    `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, bound_sid,
                                bound_resource, bound_at)
     values ($1, $2, $3, 'push.app.example', $4, now(), now(), 's1', 'balcony', now())`,
    [tenantId, id, account, node],
  );
  return id;
}
