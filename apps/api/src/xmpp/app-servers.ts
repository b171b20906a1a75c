import type { AppServer } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { ANSWER_TIMEOUT_MS } from './open-push.js';

type Known = Omit<AppServer, 'inFlight'>;

/** A push whose end nobody told us of, as one of an account that was deleted, takes room for no longer than this. */
const FORGET_AFTER_MS = 2 * ANSWER_TIMEOUT_MS;

/** What is known of the app servers of one tenant, by domain. In memory; that one is paused is kept in the database, too. */
export class AppServers {
  private readonly known = new Map<string, Known>();
  /** By domain: the pushes without answer, the oldest first, and when they were sent (ms since 1970). */
  private readonly inFlight = new Map<string, Map<string, number>>();
  private isLoaded = false;

  /** Takes over what was known before a restart; the first time only. */
  async load(manager: EntityManager, tenantId: string): Promise<void> {
    if (this.isLoaded) return;
    const paused = await manager.query<{ domain: string; until: Date; pauses: number }[]>(
      'select domain, until, pauses from paused_app_servers where tenant_id = $1',
      [tenantId],
    );
    const open = await manager.query<{ app_server_domain: string; push_id: string; due_at: Date }[]>(
      `select app_server_domain, push_id, due_at from open_pushes
       where tenant_id = $1 and state = 'in-flight' order by due_at`,
      [tenantId],
    );
    this.isLoaded = true;
    for (const { domain, until, pauses } of paused)
      this.note({ domain, faults: 0, pausedUntil: until.getTime(), pauses, probe: null, backAt: null });
    for (const row of open)
      this.sent(row.app_server_domain, row.push_id, row.due_at.getTime() - ANSWER_TIMEOUT_MS);
  }

  of(domain: string): AppServer {
    const known = this.known.get(domain) ?? WORKING;
    return { ...known, domain, inFlight: this.inFlight.get(domain)?.size ?? 0 };
  }

  /** Those of which something is known. */
  all(): readonly AppServer[] {
    return [...new Set([...this.known.keys(), ...this.inFlight.keys()])].map((domain) => this.of(domain));
  }

  note(appServer: Known): void {
    const { faults, pausedUntil, backAt } = appServer;
    const isUsual = faults === 0 && pausedUntil === null && backAt === null;
    if (isUsual) this.known.delete(appServer.domain);
    else this.known.set(appServer.domain, appServer);
  }

  sent(domain: string, pushId: string, nowMs: number): void {
    const pushes = this.inFlight.get(domain) ?? new Map<string, number>();
    for (const [oldest, sentAtMs] of pushes) {
      if (nowMs - sentAtMs < FORGET_AFTER_MS) break;
      pushes.delete(oldest);
    }
    this.inFlight.set(domain, pushes.set(pushId, nowMs));
  }

  answered(domain: string, pushId: string): void {
    const pushes = this.inFlight.get(domain);
    pushes?.delete(pushId);
    if (pushes?.size === 0) this.inFlight.delete(domain);
  }
}

const WORKING = { faults: 0, pausedUntil: null, pauses: 0, probe: null, backAt: null };

/** What is known of every tenant's app servers, whichever link or sweep asks. */
export class AppServerRegistry {
  private readonly byTenant = new Map<string, AppServers>();

  of(tenantId: string): AppServers {
    const found = this.byTenant.get(tenantId) ?? new AppServers();
    this.byTenant.set(tenantId, found);
    return found;
  }

  /** Forgets the tenants that are not served any more. */
  keepOnly(tenantIds: ReadonlySet<string>): void {
    for (const id of this.byTenant.keys()) if (!tenantIds.has(id)) this.byTenant.delete(id);
  }
}
