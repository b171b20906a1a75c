import type { EntityManager } from 'typeorm';

export interface RevealRow {
  readonly reason: string;
  readonly since: Date;
  readonly expiresAt: Date;
}

/** The reveal that a person has running in a tenant. */
export async function findReveal(
  manager: EntityManager,
  tenantId: string,
  personId: string,
): Promise<RevealRow | undefined> {
  const [row] = await manager.query<RevealRow[]>(
    `select reason, since, expires_at as "expiresAt" from reveals
     where tenant_id = $1 and user_id = $2 and expires_at > now()`,
    [tenantId, personId],
  );
  return row;
}
