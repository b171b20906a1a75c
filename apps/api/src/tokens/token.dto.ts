import type { ApiToken, TokenScope } from '../contract.js';

/** A row of `TOKEN_COLUMNS`. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly beginning: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdBy: string | null;
}

/** Of `api_tokens t`. */
export const TOKEN_COLUMNS = `
  t.id, t.name, t.scopes, t.beginning, t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.last_used_at as "lastUsedAt", (select u.email from users u where u.id = t.created_by) as "createdBy"`;

export function toTokenDto({ createdAt, expiresAt, lastUsedAt, ...same }: TokenRow): ApiToken {
  return {
    ...same,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
