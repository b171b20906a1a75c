import { useQuery } from '@tanstack/react-query';
import type { Zone } from '../../components/instant-text.js';
import { tenantQuery } from '../../queries.js';
import type { LogReading } from './log-reading.js';

/** What the sentences of a tenant's log need to say what comes next. */
export function useLogReading(tenantId: string, zone: Zone): LogReading {
  const { data: tenant, dataUpdatedAt: now } = useQuery(tenantQuery(tenantId));
  return {
    now,
    zone,
    pushTtlSeconds: tenant?.policy.pushTtlSeconds,
    pausedDomains: tenant?.pausedAppServers.map(({ domain }) => domain) ?? [],
  };
}
