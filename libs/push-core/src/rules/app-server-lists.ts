import type { Policy } from '../facts.js';
import { readJid } from '../wire/jid.js';

/** Whether the tenant lets its users use an app server (its JID in prepared form). What is denied is never allowed. */
export function isAllowed(
  appServer: string,
  { allowedAppServers, deniedAppServers }: Pick<Policy, 'allowedAppServers' | 'deniedAppServers'>,
): boolean {
  if (names(deniedAppServers, appServer)) return false;
  return allowedAppServers.length === 0 || names(allowedAppServers, appServer);
}

/** The domain of an app server's JID: what is reached or not, whatever part of it is addressed. */
export function appServerDomain(appServer: string): string {
  return readJid(appServer)?.domain ?? appServer;
}

/** An entry is a JID, or a domain that stands for every JID there. */
function names(entries: readonly string[], appServer: string): boolean {
  if (entries.length === 0) return false;
  const domain = appServerDomain(appServer);
  return entries.some((entry) => entry === appServer || entry === domain);
}
