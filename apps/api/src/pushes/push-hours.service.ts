import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { PushHours, PushHoursQuery } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { findTenant } from '../tenants/find-tenant.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_MS = 31 * DAY_MS;
const MOST_APP_SERVERS = 10;

type Hour = PushHours['hours'][number];
type AppServer = PushHours['failingAppServers'][number];

/** Hourly sums of pushes that are over. */
@Injectable()
export class PushHoursService {
  constructor(private readonly scope: TenantScope) {}

  /** @throws Refusal `not-found`, `invalid-request` for a time that is too long or ends before it begins */
  read(tenantId: string, query: PushHoursQuery): Promise<PushHours> {
    const { from, to } = wholeHours(query, Date.now());
    return this.scope.forTenant(tenantId, async (manager) => {
      await findTenant(manager, tenantId);
      return {
        from: from.toISOString(),
        to: to.toISOString(),
        hours: await sumHours(manager, tenantId, from, to),
        failingAppServers: await sumFailing(manager, tenantId, from, to),
      };
    });
  }
}

function wholeHours(query: PushHoursQuery, nowMs: number): { readonly from: Date; readonly to: Date } {
  const to = Math.ceil((query.to === undefined ? nowMs : Date.parse(query.to)) / HOUR_MS) * HOUR_MS;
  const from =
    query.from === undefined ? to - DAY_MS : Math.floor(Date.parse(query.from) / HOUR_MS) * HOUR_MS;
  if (from >= to) throw refuse('must be before the end of the time');
  if (to - from > MOST_MS) throw refuse('must be at most 31 days before the end of the time');
  return { from: new Date(from), to: new Date(to) };
}

function refuse(message: string): Refusal {
  return new Refusal('invalid-request', 'Ask for another time.', { errors: [{ field: 'from', message }] });
}

/** Of rows of hourly sums h. */
const SUMS = `
  sum(h.pushes)::integer as pushes, sum(h.pushes) filter (where h.outcome in ('rejected', 'expired', 'unknown')) as failed,
  sum(h.answer_ms) / nullif(sum(h.answered), 0) as mean`;

interface Sums {
  readonly pushes: number;
  /** bigint and numeric come as text. */
  readonly failed: string | null;
  readonly mean: string | null;
}

async function sumHours(manager: EntityManager, tenantId: string, from: Date, to: Date): Promise<Hour[]> {
  const rows = await manager.query<(Sums & Pick<Hour, 'outcomes'> & { readonly hour: Date })[]>(
    `select h.hour, ${SUMS}, jsonb_object_agg(h.outcome, h.pushes) as outcomes
     from (
       select hour, outcome, sum(pushes) as pushes, sum(answered) as answered, sum(answer_ms) as answer_ms
       from push_hours where tenant_id = $1 and hour >= $2 and hour < $3 group by hour, outcome) h
     group by h.hour order by h.hour`,
    [tenantId, from, to],
  );
  return rows.map((row) => ({ hour: row.hour.toISOString(), ...toSums(row), outcomes: row.outcomes }));
}

async function sumFailing(
  manager: EntityManager,
  tenantId: string,
  from: Date,
  to: Date,
): Promise<AppServer[]> {
  const rows = await manager.query<(Sums & { readonly domain: string })[]>(
    `select * from (
       select h.app_server_domain as domain, ${SUMS}
       from push_hours h where h.tenant_id = $1 and h.hour >= $2 and h.hour < $3 group by h.app_server_domain) s
     where failed > 0 order by failed desc, domain limit $4`,
    [tenantId, from, to, MOST_APP_SERVERS],
  );
  return rows.map((row) => ({ domain: row.domain, ...toSums(row) }));
}

function toSums({ pushes, failed, mean }: Sums): Pick<Hour, 'pushes' | 'failed' | 'meanAnswerMs'> {
  return {
    pushes,
    failed: Number(failed ?? 0),
    meanAnswerMs: mean === null ? null : Math.round(Number(mean)),
  };
}
