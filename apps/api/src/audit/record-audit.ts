import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import type { AuditAction, AuditContent, AuditObject, Person } from '../contract.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { auditText } from './audit-text.js';
import { currentRequest } from '../platform/request-context.js';

/** What was done, by the request that is being answered. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly object: { readonly kind: AuditObject; readonly id: string | null; readonly name: string };
  /** All that is known of the object before and after; only what differs is kept. No secrets: name them, `changed`. */
  readonly before?: object | null;
  readonly after?: object | null;
  readonly reason?: string;
  /** Where no principal is known yet, as at a sign-in. */
  readonly actor?: AuditContent['actor'];
}

/**
 * Puts down what was done, in the transaction that does it: both are there, or neither. `tenantId`: whose chain;
 * null: the provider's. The transaction has to see it. Rows of a chain are added one at a time: it is locked from here to
 * the end of the transaction.
 */
export async function recordAudit(
  manager: EntityManager,
  tenantId: string | null,
  entry: AuditEntry,
): Promise<void> {
  const request = currentRequest();
  const { before, after } = differences(entry.before ?? null, entry.after ?? null);
  const content: AuditContent = {
    actor: entry.actor ?? actorOf(request && request.principal, request !== null),
    action: entry.action,
    object: entry.object,
    before,
    after,
    reason: entry.reason ?? null,
    address: request?.address ?? null,
    agent: request?.agent ?? null,
    requestId: request?.requestId ?? null,
  };
  await manager.query('select append_audit($1, $2)', [tenantId ?? PROVIDER_ID, auditText(content)]);
}

/** A person as the actor or the object of an entry. */
export function aboutPerson({ id, email }: Person): { readonly kind: 'person'; id: string; name: string } {
  return { kind: 'person', id, name: email };
}

function actorOf(principal: Principal | null, isRequest: boolean): AuditContent['actor'] {
  if (principal === null) return { kind: isRequest ? 'visitor' : 'bellhop', id: null, name: '' };
  if (principal.kind === 'token') return { kind: 'token', id: principal.id, name: principal.name };
  return aboutPerson(principal);
}

type Fields = Record<string, unknown>;

/** Fields with the same value on both sides say nothing. */
function differences(
  before: object | null,
  after: object | null,
): { readonly before: Fields | null; readonly after: Fields | null } {
  if (before === null || after === null)
    return { before: before as Fields | null, after: after as Fields | null };
  const [old, young] = [before as Fields, after as Fields];
  const names = Object.keys({ ...old, ...young }).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(young[name]),
  );
  const pick = (fields: Fields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { before: pick(old), after: pick(young) };
}
