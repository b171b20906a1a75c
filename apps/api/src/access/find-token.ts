import type { EntityManager } from 'typeorm';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import type { TenantScope } from '../database/tenant-scope.js';
import { isTokenText } from '../tokens/token-text.js';
import type { TokenPrincipal } from './principal.js';
import { hashSecretToken } from './secret-token.js';

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, 2.1), null where there is none. Other schemes are none of
 * ours: a proxy in front may ask for them.
 */
export function bearerTokenOf(authorization: string | undefined): string | null {
  const match = /^bearer(?: +(.*))?$/i.exec(authorization ?? '');
  return match === null ? null : (match[1] ?? '');
}

/** Whose it is; undefined if it is none, was revoked or has expired. Notes that it is in use. */
export async function findToken(scope: TenantScope, text: string): Promise<TokenPrincipal | undefined> {
  if (!isTokenText(text)) return undefined;
  const [found] = await scope.forProvider((manager) =>
    manager.query<{ tenantId: string; id: string }[]>(
      'select tenant_id as "tenantId", id from find_api_token($1)',
      [hashSecretToken(text)],
    ),
  );
  if (found === undefined) return undefined;
  const tenantId = found.tenantId === PROVIDER_ID ? null : found.tenantId;
  const row = await scope.forOwner(tenantId, (manager) => readToken(manager, found));
  return row && { kind: 'token', tenantId, id: found.id, name: row.name, scopes: row.scopes };
}

interface TokenRow extends Pick<TokenPrincipal, 'name' | 'scopes'> {
  readonly isStale: boolean;
}

/** Not of a tenant that is gone. */
async function readToken(
  manager: EntityManager,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<TokenRow | undefined> {
  const [row] = await manager.query<TokenRow[]>(
    `select t.name, t.scopes, coalesce(t.last_used_at < now() - interval '1 minute', true) as "isStale"
     from api_tokens t
     where t.tenant_id = $1 and t.id = $2 and coalesce(t.expires_at > now(), true)
       and (t.tenant_id = provider_id() or exists (select from tenants where tenants.id = t.tenant_id))`,
    [tenantId, id],
  );
  // To the minute is exact enough, and spares a write on every request.
  if (row?.isStale === true) {
    await manager.query('update api_tokens set last_used_at = now() where tenant_id = $1 and id = $2', [
      tenantId,
      id,
    ]);
  }
  return row;
}
