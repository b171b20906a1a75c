import type { Stage } from '../harness/stage.js';
import type { BellhopSide } from './story-stage.js';

interface RemovedRegistration {
  readonly node: string;
  readonly removalReason: string | null;
}

/** Bellhop's log and process, through its public doors. */
export function bellhopSide(stage: Stage): BellhopSide {
  return {
    eventsOf: async (account) => await stage.eventsOf(account),
    removalsOf: async (account) => {
      const tenant = stage.tenantId(account.slice(account.indexOf('@') + 1));
      const path = `/tenants/${tenant}/registrations?removed=true&account=${encodeURIComponent(account)}`;
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
