import { randomUUID } from 'node:crypto';
import type { TestApi } from '../platform/api.test-support.js';

/** A tenant to make entries in; returns its id. */
export async function addTenant(api: TestApi, domain = `${randomUUID()}.example`): Promise<string> {
  const connection = await api.asOwner('POST', '/connections', {
    jid: `push.${domain}`,
    endpoints: [{ host: '127.0.0.1', port: 5347 }],
    secret: 'component secret',
  });
  const tenant = await api.asOwner('POST', '/tenants', { domain, connectionId: connection.json().id });
  return tenant.json().id;
}

/** So many changes of its policy, each of which is a row of its chain. */
export async function changePolicy(api: TestApi, tenantId: string, times: number): Promise<void> {
  for (let round = 1; round <= times; round += 1) {
    await api.asOwner('PATCH', `/tenants/${tenantId}/policy`, { maxErrors: 100 + round });
  }
}
