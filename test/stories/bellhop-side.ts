import type { LogEvent, Stage } from '../harness/stage.js';
import type { BellhopSide } from './story-stage.js';

interface RemovedRegistration {
  readonly node: string;
  readonly removalReason: string | null;
}

/** Bellhop's log and process, through its public doors. */
export function bellhopSide(stage: Stage): BellhopSide {
  const pathOf = (account: string, list: string) => {
    const tenant = stage.tenantId(account.slice(account.indexOf('@') + 1));
    return `/tenants/${tenant}/${list}&account=${encodeURIComponent(account)}`;
  };
  return {
    eventsOf: async (account) => {
      const path = pathOf(account, 'events?limit=200');
      return (await stage.api.get<{ events: readonly LogEvent[] }>(path)).events;
    },
    removalsOf: async (account) => {
      const path = pathOf(account, 'registrations?removed=true');
      const { registrations } = await stage.api.get<{ registrations: RemovedRegistration[] }>(path);
      return new Map(registrations.map(({ node, removalReason }) => [node, removalReason]));
    },
    stop: async () => await stage.bellhop.halt(),
    start: async (domain) => {
      await stage.bellhop.start();
      await stage.linkOpen(domain);
    },
  };
}
