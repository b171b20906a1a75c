import type { Action } from '../action.js';
import type { Facts } from '../facts.js';
import type { AccountDeletedInput } from '../input.js';
import { record } from './record.js';

/** The account is gone from the chat server: nothing may be pushed for it or kept about it. */
export function decideAccountDeleted(input: AccountDeletedInput, facts: Facts): readonly Action[] {
  const removals = facts.registrations.map(({ id }): Action => ({
    kind: 'remove-registration',
    registrationId: id,
    reason: 'account-deleted',
  }));
  return [
    ...removals,
    { kind: 'purge-account', account: input.account },
    record({ reason: 'account-deleted' }),
  ];
}
