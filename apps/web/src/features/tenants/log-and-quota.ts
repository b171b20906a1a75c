import { changeLimits, changeTenant } from '@bellhop/api/contract';
import type { ChangeLimits, ChangeTenant, Tenant } from '@bellhop/api/contract';

/** What is edited beside the policy. */
export const LOG_AND_QUOTA_NAMES = {
  retentionDays: 'Keep the log for',
  retentionLimitDays: 'Longest time for the log',
  perMinute: 'Pushes per minute',
  perDay: 'Pushes per day',
} as const;

export type LogAndQuotaName = keyof typeof LOG_AND_QUOTA_NAMES;

/** What the fields hold; an empty quota means that there is none. */
export interface LogAndQuotaFields {
  readonly retentionDays: number;
  readonly retentionLimitDays: number;
  readonly perMinute: number | string;
  readonly perDay: number | string;
}

/** The tenant's own choice, and what the provider allows it: two requests. */
export interface LogAndQuotaChange {
  readonly settings: ChangeTenant;
  readonly limits: ChangeLimits;
}

export interface ReadLogAndQuota {
  /** What differs from what is saved, as the API takes it; null while a field makes no sense. */
  readonly change: LogAndQuotaChange | null;
  readonly changed: readonly LogAndQuotaName[];
  readonly errors: Readonly<Partial<Record<LogAndQuotaName, string>>>;
}

export function fieldsOf({
  retentionDays,
  retentionLimitDays,
  quota,
}: Pick<Tenant, 'retentionDays' | 'retentionLimitDays' | 'quota'>): LogAndQuotaFields {
  const { perMinute, perDay } = quota;
  return { retentionDays, retentionLimitDays, perMinute: perMinute ?? '', perDay: perDay ?? '' };
}

/** Reads what was typed against what is saved. */
export function readLogAndQuota(saved: LogAndQuotaFields, fields: LogAndQuotaFields): ReadLogAndQuota {
  const names = Object.keys(LOG_AND_QUOTA_NAMES) as LogAndQuotaName[];
  const changed = names.filter((name) => saved[name] !== fields[name]);
  const only = (name: LogAndQuotaName) => changed.includes(name) && { [name]: fields[name] };
  const quotas = QUOTAS.filter((name) => changed.includes(name)).map((name) => [name, quotaOf(fields[name])]);
  const settings = changeTenant.safeParse({ ...only('retentionDays') });
  const limits = changeLimits.safeParse({
    ...only('retentionLimitDays'),
    ...(quotas.length > 0 && { quota: Object.fromEntries(quotas) }),
  });
  const issues = [...(settings.error?.issues ?? []), ...(limits.error?.issues ?? [])];
  const errors = issues.map(({ path, message }) => [path.at(-1), message] as const);
  return {
    change: settings.success && limits.success ? { settings: settings.data, limits: limits.data } : null,
    changed,
    errors: Object.fromEntries(errors.toReversed()),
  };
}

const QUOTAS = ['perMinute', 'perDay'] as const;

function quotaOf(field: number | string): number | string | null {
  return field === '' ? null : field;
}
