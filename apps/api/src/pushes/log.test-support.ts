import { randomUUID } from 'node:crypto';
import { queryAt } from '../database/database.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { newUuidV7 } from '../platform/uuid-v7.js';

export const ACCOUNT = 'romeo@tenant.example';
export const APP_SERVER = 'push.app.example';

interface LogEntry {
  readonly at: string;
  readonly kind?: string;
  readonly account?: string | null;
  readonly reason?: string | null;
  readonly decisions?: readonly {
    readonly reason: string;
    readonly appServer?: string;
    readonly outcome?: string;
    /** A push that was made, or waits, for another event; or that was never made. */
    readonly pushId?: string;
  }[];
}

/** A connection and a tenant on it, made over the API. Returns the tenant's id. */
export async function makeTenant(api: TestApi, domain = 'tenant.example'): Promise<string> {
  const connection = await api.asOwner('POST', '/connections', {
    jid: `push.${domain}`,
    endpoints: [{ host: '127.0.0.1', port: 5347 }],
    secret: 'a long secret',
  });
  const tenant = await api.asOwner('POST', '/tenants', { domain, connectionId: connection.json().id });
  return tenant.json().id;
}

/** Writes an event with its decisions and pushes, as the gateway does. Returns its id. */
export async function writeEvent(api: TestApi, tenantId: string, entry: LogEntry): Promise<string> {
  const { at, kind = 'offline', account = ACCOUNT, reason = null } = entry;
  const id = newUuidV7(Date.parse(at));
  const decisions = (entry.decisions ?? []).map((decision) => ({
    registrationId: randomUUID(),
    appServer: decision.appServer ?? APP_SERVER,
    node: 'a device',
    reason: decision.reason,
    pushId: decision.pushId ?? (decision.outcome === undefined ? null : newUuidV7(Date.parse(at))),
  }));
  await queryAt(
    api.database.adminUrl,
    `insert into events (tenant_id, retention_days, at, id, kind, account, reason, importance, decisions)
     values ($1, 30, $2, $3, $4, $5, $6, 'important', $7)`,
    [tenantId, at, id, kind, account, reason, JSON.stringify(decisions)],
  );
  await queryAt(
    api.database.adminUrl,
    `insert into event_finds (tenant_id, retention_days, at, event_id, reason, app_server)
     select $1, 30, $2, $3, * from (
       select $4::text, null where $4::text is not null
       union select d ->> 'reason', d ->> 'appServer' from jsonb_array_elements($5::jsonb) d) f`,
    [tenantId, at, id, reason, JSON.stringify(decisions)],
  );
  for (const [index, { pushId, registrationId, appServer }] of decisions.entries()) {
    if (pushId === null || entry.decisions?.[index]?.outcome === undefined) continue;
    await queryAt(
      api.database.adminUrl,
      `insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server,
                           importance, outcome, attempts, strikes)
       values ($1, 30, $2, $3, $4, $5, $6, $7, 'important', $8, $9, null)`,
      [
        tenantId,
        at,
        pushId,
        id,
        registrationId,
        account,
        appServer,
        entry.decisions?.[index]?.outcome,
        JSON.stringify([{ sentAt: at, answeredAt: at, answer: { kind: 'result' } }]),
      ],
    );
  }
  return id;
}

/** Keeps a push that is not over, as the gateway does. Returns its id. */
export async function writeOpenPush(
  api: TestApi,
  tenantId: string,
  push: {
    readonly eventId: string;
    readonly dueAt: string;
    readonly account?: string;
    readonly registrationId?: string;
    /** The instant of the event; a second before it is due unless given. */
    readonly at?: string;
    readonly state?: string;
    readonly attempts?: readonly object[];
  },
): Promise<string> {
  const openedAt = push.at === undefined ? Date.parse(push.dueAt) - 1000 : Date.parse(push.at);
  const pushId = newUuidV7(openedAt);
  await queryAt(
    api.database.adminUrl,
    `insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance,
                              event_id, state, opened_at, closes_at, due_at, since, attempts)
     values ($1, $2, $3, $4, $5, $5, 'important', $6, $7, $8, $9, $9, $8, $10)`,
    [
      tenantId,
      pushId,
      push.account ?? ACCOUNT,
      push.registrationId ?? randomUUID(),
      APP_SERVER,
      push.eventId,
      push.state ?? 'merge',
      new Date(openedAt),
      push.dueAt,
      JSON.stringify(push.attempts ?? []),
    ],
  );
  return pushId;
}
