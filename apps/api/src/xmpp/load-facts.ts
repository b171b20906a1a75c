import type { Action, Facts, Input, PendingPush, Registration } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import { instantOfUuidV7, newUuidV7 } from '../platform/uuid-v7.js';
import { parseXml } from './parse-xml.js';
import type { ServedTenant } from './served-tenant.js';
import { heldNear } from './log-instant.js';

/** A push that has no answer yet, also if that is overdue, and where its row lies. */
export interface OpenPush extends PendingPush {
  readonly account: string;
  readonly atMs: number;
  readonly retentionDays: number;
}

interface RegistrationRow {
  readonly id: string;
  readonly account: string;
  readonly app_server: string;
  readonly node: string;
  readonly options: Buffer | null;
  readonly first_enabled_at: Date;
  readonly enabled_at: Date;
  readonly strikes: number;
  readonly bound_sid: string | null;
  readonly bound_resource: string | null;
}

/**
 * What the core may look at while it decides a batch of one tenant: loaded once from the database, then kept
 * up with the batch's own actions, so that each input sees what the ones before it did.
 */
export class FactBook {
  private readonly registrations = new Map<string, Registration[]>();
  private readonly openPushes = new Map<string, OpenPush>();
  private readonly known = new Set<string>();

  private constructor(
    private readonly tenant: ServedTenant,
    private readonly nowMs: number,
  ) {}

  /** Reads what `inputs` are about. The transaction has to be one of `tenant`. */
  static async load(
    manager: EntityManager,
    secretBox: SecretBox,
    tenant: ServedTenant,
    inputs: readonly Input[],
  ): Promise<FactBook> {
    const book = new FactBook(tenant, Date.now());
    await book.loadPushes(manager, inputs);
    await book.loadRegistrations(manager, secretBox, inputs);
    return book;
  }

  factsFor(input: Input): Facts {
    const push = 'pushId' in input ? (this.openPushes.get(input.pushId) ?? null) : null;
    const account = 'account' in input ? input.account : push?.account;
    const registrations = (account === undefined ? undefined : this.registrations.get(account)) ?? [];
    const at = this.instantOf(input);
    return {
      now: this.nowMs,
      domain: this.tenant.domain,
      policy: this.tenant.policy,
      registrations,
      push,
      freshIds: Array.from({ length: registrations.length + 1 }, () => newUuidV7(at)),
    };
  }

  /**
   * Under which instant (ms since 1970) what an input leads to is kept. The same for its rows as for their
   * ids, because rows are found again by the instant inside the id.
   */
  instantOf(input: Input): number {
    return heldNear(input.at, this.nowMs);
  }

  /** Whether the account has, or had within retention, any registration: its events are then kept one by one. */
  isKnown(account: string): boolean {
    return this.known.has(account);
  }

  openPush(pushId: string): OpenPush | undefined {
    return this.openPushes.get(pushId);
  }

  /** Final errors in a row so far at the registration that a push was for. */
  strikesOf({ account, registrationId }: OpenPush): number {
    return this.registrations.get(account)?.find(({ id }) => id === registrationId)?.strikes ?? 0;
  }

  /** Takes over what an input led to, for the inputs after it. */
  apply(actions: readonly Action[]): void {
    for (const action of actions) this.applyOne(action);
  }

  private applyOne(action: Action): void {
    switch (action.kind) {
      case 'save-registration':
        return this.save(action.registration);
      case 'remove-registration':
        return this.change(action.registrationId, () => null);
      case 'count-strikes':
        return this.change(action.registrationId, (found) => ({ ...found, strikes: action.strikes }));
      case 'settle':
        this.openPushes.delete(action.pushId);
        return;
      case 'purge-account':
        this.registrations.delete(action.account);
        this.known.delete(action.account);
        return;
      case 'answer':
      case 'refuse':
      case 'publish':
      case 'record':
        return;
    }
  }

  private save(registration: Registration): void {
    const others = this.registrations.get(registration.account) ?? [];
    const kept = others.filter((other) => other.id !== registration.id);
    this.registrations.set(registration.account, [...kept, registration]);
    this.known.add(registration.account);
  }

  private change(id: string, change: (found: Registration) => Registration | null): void {
    for (const [account, registrations] of this.registrations) {
      const changed = registrations.map((found) => (found.id === id ? change(found) : found));
      this.registrations.set(
        account,
        changed.filter((found) => found !== null),
      );
    }
  }

  private async loadPushes(manager: EntityManager, inputs: readonly Input[]): Promise<void> {
    const named = inputs.flatMap((input) => ('pushId' in input ? [input.pushId] : []));
    const ids = named.filter((id) => instantOfUuidV7(id) !== null);
    if (ids.length === 0) return;
    const rows = await manager.query<
      { id: string; registration_id: string; account: string; at: Date; retention_days: number }[]
    >(
      `select id, registration_id, account, at, retention_days from pushes
       where tenant_id = $1 and id = any ($2) and at = any ($3) and attempts -> -1 ->> 'answer' is null`,
      [this.tenant.id, ids, ids.map((id) => new Date(instantOfUuidV7(id) ?? 0))],
    );
    for (const row of rows) {
      this.openPushes.set(row.id, {
        id: row.id,
        registrationId: row.registration_id,
        account: row.account,
        atMs: row.at.getTime(),
        retentionDays: row.retention_days,
      });
    }
  }

  private async loadRegistrations(
    manager: EntityManager,
    secretBox: SecretBox,
    inputs: readonly Input[],
  ): Promise<void> {
    const named = inputs.flatMap((input) => ('account' in input ? [input.account] : []));
    const accounts = new Set([...named, ...[...this.openPushes.values()].map((push) => push.account)]);
    if (accounts.size === 0) return;
    const rows = await manager.query<RegistrationRow[]>(
      `select id, account, app_server, node, options, first_enabled_at, enabled_at, strikes, bound_sid,
              bound_resource
       from registrations where tenant_id = $1 and account = any ($2) and removed_at is null`,
      [this.tenant.id, [...accounts]],
    );
    for (const row of rows) this.save(toRegistration(row, this.tenant.id, secretBox));
    await this.loadFormerlyKnown(
      manager,
      [...accounts].filter((account) => !this.known.has(account)),
    );
  }

  /** Clients may leave any number of removed registrations behind: that there is one is all we ask for. */
  private async loadFormerlyKnown(manager: EntityManager, accounts: readonly string[]): Promise<void> {
    if (accounts.length === 0) return;
    const rows = await manager.query<{ account: string }[]>(
      `select account from unnest($2::text[]) as named (account)
       where exists (select from registrations r where r.tenant_id = $1 and r.account = named.account)`,
      [this.tenant.id, accounts],
    );
    for (const { account } of rows) this.known.add(account);
  }
}

function toRegistration(row: RegistrationRow, tenantId: string, secretBox: SecretBox): Registration {
  const place = { table: 'registrations', tenantId, rowId: row.id };
  return {
    id: row.id,
    account: row.account,
    appServer: row.app_server,
    node: row.node,
    options: row.options === null ? null : parseXml(secretBox.open(row.options, place)),
    firstEnabledAt: row.first_enabled_at.getTime(),
    enabledAt: row.enabled_at.getTime(),
    strikes: row.strikes,
    boundSid: row.bound_sid,
    boundResource: row.bound_resource,
  };
}
