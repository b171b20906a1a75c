import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import { queryAt } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import type { ServedTenant } from './served-tenant.js';

/** A tenant with the default policy that has rows of its own, on a connection of its own. */
export async function saveTenant({ adminUrl }: Pick<TestDatabase, 'adminUrl'>): Promise<ServedTenant> {
  const id = randomUUID();
  const tenant: ServedTenant = {
    id,
    domain: `${id}.example`,
    connectionId: randomUUID(),
    policy: DEFAULT_POLICY,
    isSuspended: false,
    retentionDays: 30,
    quotas: [],
  };
  await queryAt(
    adminUrl,
    `with connection as (insert into connections (id, jid, endpoints, secret) values ($1, $2, '[]', '') returning id)
     insert into tenants (id, domain, connection_id) select $3, $4, id from connection`,
    [tenant.connectionId, `push.${tenant.domain}`, tenant.id, tenant.domain],
  );
  return tenant;
}
