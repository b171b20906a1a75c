import { auditList, auditVerification } from '@bellhop/api/contract';
import type { AuditQuery, AuditVerification } from '@bellhop/api/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi, queryText } from '../../api.js';
import { auditPath } from './audit-place.js';
import type { Whose } from './audit-place.js';

/** How often the newest page asks again. */
const POLL_MS = 10_000;

/** A page of an audit log. */
export const auditEntriesQuery = (tenantId: Whose, query: AuditQuery) =>
  queryOptions({
    queryKey: [...auditKey(tenantId), query],
    queryFn: ({ signal }) => callApi(auditList, `${auditPath(tenantId)}${queryText(query)}`, { signal }),
    refetchInterval: query.cursor === undefined ? POLL_MS : false,
    placeholderData: keepPreviousData,
  });

/** What all pages of an audit log are kept under. */
export const auditKey = (tenantId: Whose) => (tenantId === null ? ['audit'] : ['tenants', tenantId, 'audit']);

/** Has the whole chain recomputed. */
export const verifyAudit = (tenantId: Whose): Promise<AuditVerification> =>
  callApi(auditVerification, `${auditPath(tenantId)}/verification`);
