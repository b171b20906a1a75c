import type { Importance } from '../action.js';
import type { Policy } from '../facts.js';
import type { Summary } from '../wire/publish-payload.js';
import type { Skeleton } from '../wire/skeleton.js';
import { isImportant } from './importance.js';

/** The summary of a push that no stanza led to. */
export const EMPTY_SUMMARY: Summary = { sender: null, body: null };

/**
 * What may leave the server about a stanza under the tenant's policy. App servers take a filled body for
 * "important", so an important stanza gets the placeholder wherever its own text may not or cannot leave.
 */
export function summarize(stanza: Skeleton, policy: Policy): Summary {
  const message = stanza.carbon?.inner ?? stanza;
  const text = policy.withBody ? ownText(stanza) : null;
  return {
    sender: policy.withSender ? message.sender : null,
    body: text ?? (isImportant(stanza) ? policy.importantBody : null),
  };
}

/** The summary of a push of which only the importance is known. */
export function placeholderSummary(importance: Importance, policy: Policy): Summary {
  return { sender: null, body: importance === 'important' ? policy.importantBody : null };
}

/** What of a summary may still leave when its push was kept back and the policy has changed meanwhile. */
export function withinPolicy(summary: Summary, importance: Importance, policy: Policy): Summary {
  return {
    sender: policy.withSender ? summary.sender : null,
    body: policy.withBody ? summary.body : placeholderSummary(importance, policy).body,
  };
}

/** The message's text. A copy of what the account itself sent has nothing to tell. */
function ownText(stanza: Skeleton): string | null {
  if (stanza.carbon === null) return stanza.body;
  return stanza.carbon.direction === 'sent' ? null : stanza.carbon.inner.body;
}
