import type { AuditEventDto } from '@bellhop/api/contract';

/** The address of a page that shows one entry for good: others that come later do not push it off. */
export function onlyEntry(address: string, { at, position }: Pick<AuditEventDto, 'at' | 'position'>): string {
  const atMs = Date.parse(at);
  const url = new URL(address);
  url.search = new URLSearchParams({
    from: new Date(atMs).toISOString(),
    to: new Date(atMs + 1).toISOString(),
    entry: String(position),
  }).toString();
  return url.href;
}
