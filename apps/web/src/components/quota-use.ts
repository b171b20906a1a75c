import type { Tenant } from '@bellhop/api/contract';
import type { Tone } from '../reasons.js';

export interface QuotaUse {
  readonly used: number;
  readonly limit: number;
  readonly percent: number;
  readonly tone: Tone;
}

/** How much of a quota is used in the period that is running; null: there is none. */
export function quotaUse(
  { quota, quotaUse: use }: Pick<Tenant, 'quota' | 'quotaUse'>,
  period: 'minute' | 'day',
): QuotaUse | null {
  const limit = period === 'minute' ? quota.perMinute : quota.perDay;
  if (limit === null) return null;
  const used = use[period];
  const percent = Math.floor((used * 100) / limit);
  return { used, limit, percent, tone: toneOf(percent) };
}

function toneOf(percent: number): Tone {
  if (percent >= 100) return 'bad';
  if (percent >= 70) return 'warning';
  return percent >= 50 ? 'calm' : 'good';
}
