import { auditList, auditVerification } from '@bellhop/api/contract';
import type { AuditQuery, AuditVerification } from '@bellhop/api/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi, queryText } from '../../api.js';
import { auditPath } from './audit-place.js';
import { keyOf } from '../../place.js';
import type { Place } from '../../place.js';

/** How often the newest page asks again. */
const POLL_MS = 10_000;

/** A page of an audit log. */
export const auditEntriesQuery = (tenantId: Place, query: AuditQuery) =>
  queryOptions({
    queryKey: [...keyOf(tenantId), 'audit', query],
    queryFn: ({ signal }) => callApi(auditList, `${auditPath(tenantId)}${queryText(query)}`, { signal }),
    refetchInterval: query.cursor === undefined ? POLL_MS : false,
    placeholderData: keepPreviousData,
  });

/** Has the whole chain recomputed. */
export const verifyAudit = (tenantId: Place): Promise<AuditVerification> =>
  callApi(auditVerification, `${auditPath(tenantId)}/verification`);
