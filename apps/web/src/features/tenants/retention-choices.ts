import { tenant as tenantSchema } from '@bellhop/api/contract';
import type { Tenant } from '@bellhop/api/contract';
import { keptText } from './kept-rows.js';

const ALL = tenantSchema.shape.retentionDays.options.map(({ value }) => value);

/** For how long a log may be kept, for a select; `limit`: at most, beside what holds now. */
export function retentionChoices(limit = Infinity, current?: Tenant['retentionDays']) {
  return ALL.filter((days) => days <= limit || days === current).map((days) => ({
    value: String(days),
    label: keptText(days),
  }));
}
