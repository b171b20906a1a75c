import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { permissionsIn } from '../access/principal.js';
import type { PersonPrincipal } from '../access/principal.js';
import { hashSecretToken } from '../access/secret-token.js';
import { recordAudit } from '../audit/record-audit.js';
import { TOKEN_SCOPES } from '../contract.js';
import type { ApiTokenList, CreateToken, MadeApiToken, Permission, TokenScope } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { inOwner } from '../tenants/in-owner.js';
import type { Owner } from '../tenants/in-owner.js';
import { beginningOf, newTokenText } from './token-text.js';
import { TOKEN_COLUMNS, toTokenDto } from './token.dto.js';
import type { TokenRow } from './token.dto.js';

/** So many at a time, of a tenant or of the provider; those that have expired are among them. */
const MOST_TOKENS = 100;

/** API tokens of a tenant or, where `tenantId` is null, of the provider. */
@Injectable()
export class TokensService {
  constructor(private readonly scope: TenantScope) {}

  /** @throws Refusal `not-found` */
  list(tenantId: string | null): Promise<ApiTokenList> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      const rows = await manager.query<TokenRow[]>(
        `select ${TOKEN_COLUMNS} from api_tokens t where t.tenant_id = $1 order by t.created_at desc, t.id`,
        [owner.id],
      );
      return { tokens: rows.map(toTokenDto) };
    });
  }

  /** @throws Refusal `not-found`, `forbidden` for scopes that the maker lacks, and where there are very many tokens */
  create(tenantId: string | null, request: CreateToken, maker: PersonPrincipal): Promise<MadeApiToken> {
    requireScopes(request.scopes, permissionsOf(maker, tenantId));
    const token = newTokenText();
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      await refuseTooMany(manager, owner);
      const made = await insertToken(manager, { ...request, token, owner, maker });
      const { id, name, scopes, beginning, expiresAt } = made;
      const object = { kind: 'token', id, name } as const;
      const after = { scopes, beginning, expiresAt };
      await recordAudit(manager, tenantId, { action: 'token.make', object, after });
      return { ...made, token };
    });
  }

  /**
   * The token counts for no request that comes later.
   *
   * @throws Refusal `not-found`
   */
  revoke(tenantId: string | null, id: string): Promise<void> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      const [[gone]] = await manager.query<[Pick<TokenRow, 'name' | 'scopes' | 'beginning'>[], number]>(
        'delete from api_tokens where tenant_id = $1 and id = $2 returning name, scopes, beginning',
        [owner.id, id],
      );
      if (gone === undefined) throw new Refusal('not-found', 'There is no such token.');
      const { name, ...before } = gone;
      const object = { kind: 'token', id, name } as const;
      await recordAudit(manager, tenantId, { action: 'token.revoke', object, before });
    });
  }
}

/** What a maker may do there. A token of the provider counts in every tenant, so a role in one gives it nothing. */
function permissionsOf(maker: PersonPrincipal, tenantId: string | null): readonly Permission[] {
  if (tenantId !== null) return permissionsIn(maker, tenantId);
  return [...permissionsIn(maker, null), ...permissionsIn({ ...maker, tenantRoles: new Map() }, '')];
}

function requireScopes(scopes: readonly TokenScope[], permissions: readonly Permission[]): void {
  const lacking = scopes.filter((scope) => !permissions.includes(scope));
  if (lacking.length === 0) return;
  throw new Refusal('forbidden', 'A token may do what its maker may do here, and no more.', {
    errors: [{ field: 'scopes', message: `you may not do this here yourself: ${lacking.join(', ')}` }],
  });
}

async function refuseTooMany(manager: EntityManager, owner: Owner): Promise<void> {
  const [row] = await manager.query<[{ count: number }]>(
    'select count(*)::integer as count from api_tokens where tenant_id = $1',
    [owner.id],
  );
  if (row.count < MOST_TOKENS) return;
  throw new Refusal('forbidden', `There may be ${MOST_TOKENS} tokens. Revoke one that is not in use.`);
}

interface NewToken extends CreateToken {
  readonly token: string;
  readonly owner: Owner;
  readonly maker: PersonPrincipal;
}

async function insertToken(manager: EntityManager, made: NewToken) {
  const [row] = await manager.query<[TokenRow]>(
    `insert into api_tokens as t (tenant_id, id, name, token_hash, beginning, scopes, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 day') returning ${TOKEN_COLUMNS}`,
    [
      made.owner.id,
      randomUUID(),
      made.name,
      hashSecretToken(made.token),
      beginningOf(made.token),
      // Each once, in the order of the list.
      TOKEN_SCOPES.filter((scope) => made.scopes.includes(scope)),
      made.maker.id,
      made.expiresInDays,
    ],
  );
  return toTokenDto(row);
}
