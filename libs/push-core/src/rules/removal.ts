import type { Action } from '../action.js';
import type { Facts } from '../facts.js';
import type { RemovalInput } from '../input.js';
import { record } from './record.js';
import { decision } from './verdict.js';

/**
 * A person takes a registration away; what waits for it goes along. A session that was held for it is let go with the
 * account's next event (`agreeOnHolds`): who decides this need not have the link.
 */
export function decideRemoval({ registrationId }: RemovalInput, facts: Facts): readonly Action[] {
  const removed = facts.registrations.filter(({ id }) => id === registrationId);
  return [
    ...removed.map(({ id }): Action => ({
      kind: 'remove-registration',
      registrationId: id,
      reason: 'administrator',
    })),
    record({
      reason: 'removed-by-administrator',
      decisions: removed.map((registration) => decision(registration, 'removed-by-administrator')),
    }),
  ];
}
