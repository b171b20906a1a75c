import type { TailQuery } from '../../contract.js';
import type { EventRow } from '../event.dto.js';

/** Whether an event is one that is asked for, by the same rules as in the list of events (event-conditions.ts). */
export function tailFilter(domain: string, query: TailQuery): (event: EventRow) => boolean {
  const account = query.account?.toLowerCase() ?? '';
  const appServer = query.appServer?.toLowerCase();
  const { kind, reason } = query;
  return (event) =>
    (kind === undefined || event.kind === kind) &&
    isOfAccount(event, account, domain) &&
    hasDecision(event, appServer, reason);
}

function isOfAccount(event: EventRow, account: string, domain: string): boolean {
  if (account === '') return true;
  return account.endsWith(`@${domain}`)
    ? event.account === account
    : event.account?.startsWith(account) === true;
}

function hasDecision(event: EventRow, appServer: string | undefined, reason: TailQuery['reason']): boolean {
  if (appServer === undefined && (reason === undefined || event.reason === reason)) return true;
  return event.decisions.some(
    (decision) =>
      (appServer === undefined || decision.appServer === appServer) &&
      (reason === undefined || decision.reason === reason),
  );
}
