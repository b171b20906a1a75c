import type { Action } from './action.js';
import type { Facts } from './facts.js';
import type { Input } from './input.js';
import { decideAccountDeleted } from './rules/account.js';
import { decideAsked } from './rules/asked.js';
import { withConsequences } from './rules/consequences.js';
import { decideDisable } from './rules/disable.js';
import { decideEnable } from './rules/enable.js';
import { decidePing } from './rules/ping.js';
import { decideRemoval } from './rules/removal.js';
import { decideReply } from './rules/reply.js';
import { decideSession } from './rules/session.js';
import { decideStanza } from './rules/stanza.js';
import { decideSuspended } from './rules/suspension.js';
import { decideWindowDue } from './rules/window-due.js';

/**
 * What has to be done about an input, in order. Looks at nothing but its arguments and always answers the
 * same for the same arguments.
 */
export function decide(input: Input, facts: Facts): readonly Action[] {
  const suspended = facts.isSuspended ? decideSuspended(input, facts) : null;
  return withConsequences(suspended ?? decideOne(input, facts), facts);
}

function decideOne(input: Input, facts: Facts): readonly Action[] {
  switch (input.kind) {
    case 'enable':
      return decideEnable(input, facts);
    case 'disable':
      return decideDisable(input, facts);
    case 'stanza':
      return decideStanza(input, facts);
    case 'session':
      return decideSession(input, facts);
    case 'ping':
      return decidePing(input, facts);
    case 'account-deleted':
      return decideAccountDeleted(input, facts);
    case 'publish-reply':
    case 'publish-timeout':
      return decideReply(input, facts);
    case 'window-due':
      return decideWindowDue(input, facts);
    case 'test-push':
    case 'resend':
      return decideAsked(input, facts);
    case 'removal':
      return decideRemoval(input, facts);
  }
}
