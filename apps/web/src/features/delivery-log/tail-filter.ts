import type { EventDto } from '@bellhop/api/contract';
import { queryText } from '../../api.js';
import type { LogSearch } from '../../searches.js';

type Filters = Pick<LogSearch, 'account' | 'appServer' | 'kind' | 'reason' | 'registrationId' | 'outcome'>;

/** Where a tenant's events come from as they are written, narrowed as far as the API does that. */
export function tailPath(tenantId: string, { account, appServer, kind, reason }: Filters): string {
  return `/tenants/${tenantId}/events/tail${queryText({ account, appServer, kind, reason })}`;
}

/** Whether an event that came belongs to the rest of the filters. Times do not narrow what comes now. */
export function isShown({ decisions }: EventDto, { registrationId, outcome }: Filters): boolean {
  if (registrationId === undefined && outcome === undefined) return true;
  return decisions.some(
    (decision) =>
      (registrationId === undefined || decision.registrationId === registrationId) &&
      (outcome === undefined || decision.push?.outcome === outcome),
  );
}
