import type { Policy, Quota } from '@bellhop/push-core';

/** What the gateway keeps in memory of a tenant. */
export interface ServedTenant {
  readonly id: string;
  readonly domain: string;
  readonly connectionId: string;
  readonly policy: Policy;
  readonly isSuspended: boolean;
  readonly retentionDays: number;
  readonly quotas: readonly Pick<Quota, 'period' | 'limit'>[];
}

/** The text levels to ask the adapter for (docs/link.md, `open`). */
export function textLevels(policy: Policy): string {
  return [policy.withBody ? 'body' : '', policy.withSender ? 'sender' : '']
    .filter((level) => level !== '')
    .join(' ');
}
