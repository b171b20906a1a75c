import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../queries.js';
import { permissionsOf } from './permissions.js';
import type { May } from './permissions.js';

/** What the person who is signed in may do: `may(tenantId, 'log.read')`, `may(null, 'connections.manage')`. */
export function usePermissions(): May {
  const { data: me } = useQuery(meQuery());
  return permissionsOf(me);
}
