import { Client } from 'pg';

/** What `widenStatements` has done so far. */
export interface Widening {
  readonly statements: ReadonlySet<string>;
  /** From here on statements are as they are written. */
  end(): void;
}

/**
 * Makes every condition on the tenant hold for all of them, in each statement of the two login roles on its way to
 * Postgres: what is still kept apart then, row-level security keeps apart. Before the application opens its connections.
 */
export function widenStatements(): Widening {
  const statements = new Set<string>();
  const query = Reflect.get(Client.prototype, 'query') as Query;
  const widen = (text: string) => {
    const wide = widened(text);
    if (wide !== text) statements.add(text);
    return wide;
  };
  Client.prototype.query = function widening(this: Client, ...[first, ...rest]: unknown[]) {
    if (!LOGIN_ROLES.has(this.user ?? '')) return query.call(this, first, ...rest);
    if (typeof first === 'string') return query.call(this, widen(first), ...rest);
    const config = first as { readonly text: string };
    return query.call(this, { ...config, text: widen(config.text) }, ...rest);
  } as Client['query'];
  return { statements, end: () => void (Client.prototype.query = query as Client['query']) };
}

type Query = (this: Client, ...call: unknown[]) => unknown;

const LOGIN_ROLES: ReadonlySet<string> = new Set(['bellhop_http', 'bellhop_gateway']);

/** A statement whose conditions on the tenant are always true; its values are bound all the same. */
export function widened(text: string): string {
  return text
    .replaceAll(/\b(?:\w+\.)?tenant_id = (?:any \(\$\d+\)|\$\d+)/g, '($& or true)')
    .replaceAll(
      /\b(from tenants(?: t)? where|update tenants set [^;]*? where) ((?:t\.)?id = \$\d+)/g,
      '$1 ($2 or true)',
    );
}
