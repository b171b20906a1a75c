import { z } from 'zod';
import { instant, line, uuid, wholeNumber } from './fields.js';
import { TOKEN_SCOPES } from './permissions.js';

const scope = z.enum(TOKEN_SCOPES);
/** Those that concern one tenant. */
const tenantScope = scope.exclude(['connections.manage', 'tenants.add', 'audit.provider']);

/** A program's key to this API: of one tenant, or of the provider and then for all tenants. */
export const apiToken = z
  .object({
    id: uuid,
    name: z.string(),
    scopes: z.array(scope),
    /** How it begins, to recognise it by. */
    beginning: z.string(),
    createdAt: instant,
    /** null: never. */
    expiresAt: instant.nullable(),
    /** To the minute; null: not yet. */
    lastUsedAt: instant.nullable(),
    /** The email address of whoever made it; null: they are gone. */
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof apiToken>;

/** Also those that have expired; the newest first. */
export const apiTokenList = z.object({ tokens: z.array(apiToken) }).meta({ id: 'ApiTokenList' });
export type ApiTokenList = z.infer<typeof apiTokenList>;

/** `token` is told this once: `bhp_`, 43 random characters, `_`, and six that are its CRC-32 in base 62. */
export const madeApiToken = apiToken.extend({ token: z.string() }).meta({ id: 'MadeApiToken' });
export type MadeApiToken = z.infer<typeof madeApiToken>;

const name = line.trim().min(1).max(100);
const expiresInDays = wholeNumber(1, 365).nullable();
const scopes = <Scope extends z.ZodType>(one: Scope) => z.array(one).min(1).max(TOKEN_SCOPES.length);

/** None may have a scope that its maker lacks. `expiresInDays` null: it does not expire. */
export const createTenantToken = z
  .strictObject({ name, scopes: scopes(tenantScope), expiresInDays })
  .meta({ id: 'CreateTenantToken' });
export const createProviderToken = z
  .strictObject({ name, scopes: scopes(scope), expiresInDays })
  .meta({ id: 'CreateProviderToken' });
export type CreateToken = z.infer<typeof createProviderToken>;
