import type { AuditEventDto } from '@bellhop/api/contract';

/** " from support to admin", where an entry says so. */
export function roleChange({ before, after }: Pick<AuditEventDto, 'before' | 'after'>): string {
  const [old, young] = [before?.['role'], after?.['role']];
  return typeof old === 'string' && typeof young === 'string' ? ` from ${old} to ${young}` : '';
}
