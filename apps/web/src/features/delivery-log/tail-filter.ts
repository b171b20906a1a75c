import type { DecisionDto, EventDto } from '@bellhop/api/contract';
import type { LogSearch } from '../../searches.js';

/** Whether an event that comes over the stream belongs to what the filters show. Times do not narrow what comes now. */
export function isShown(event: EventDto, search: LogSearch): boolean {
  const { account, kind, reason } = search;
  if (kind !== undefined && event.kind !== kind) return false;
  if (account !== undefined && event.account?.startsWith(account) !== true) return false;
  const needsDecision = [search.appServer, search.registrationId, search.outcome].some(
    (filter) => filter !== undefined,
  );
  if (!needsDecision && (reason === undefined || event.reason === reason)) return true;
  return event.decisions.some((decision) => isMeant(decision, search));
}

function isMeant({ appServer, registrationId, reason, push }: DecisionDto, search: LogSearch): boolean {
  if (search.appServer !== undefined && !appServer.startsWith(search.appServer)) return false;
  if (search.registrationId !== undefined && registrationId !== search.registrationId) return false;
  if (search.reason !== undefined && reason !== search.reason) return false;
  return search.outcome === undefined || push?.outcome === search.outcome;
}
