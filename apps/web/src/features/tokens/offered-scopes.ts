import { TENANT_PERMISSIONS } from '@bellhop/api/contract';
import type { Me, Permission, TokenScope } from '@bellhop/api/contract';
import { permissionsOf } from '../../components/permissions.js';
import type { Place } from '../../place.js';
import { SCOPE_WORDS } from './scope-words.js';

const OF_TENANTS: readonly Permission[] = TENANT_PERMISSIONS;

/** The scopes that `me` may give a token of a place: what they may do themselves. A token of the provider counts in all domains. */
export function offeredScopes(me: Me, place: Place): readonly TokenScope[] {
  const may = permissionsOf(me) as (tenantId: Place, permission: Permission) => boolean;
  const inOrder = Object.keys(SCOPE_WORDS) as TokenScope[];
  return inOrder.filter((scope) => {
    if (!OF_TENANTS.includes(scope)) return place === null && may(null, scope);
    return place === null ? (me.everywhere as readonly Permission[]).includes(scope) : may(place, scope);
  });
}
