import type { Policy } from '../facts.js';
import type { Answer } from '../input.js';

/** `passing`: it may go away by itself. `strike`: it counts against the registration. `final`: it ends it. */
export type Meaning = 'accepted' | 'passing' | 'strike' | 'final';

/** One row: which answers, and what they mean. */
interface Row {
  readonly when: (answer: Answer | null, policy: Policy) => boolean;
  readonly means: Meaning;
}

/** XEP-0357 "Publish Errors": the server SHOULD disable after an error and MAY tolerate a run of them. */
const TABLE: readonly Row[] = [
  { when: (answer) => answer === null || answer.kind === 'unsent', means: 'passing' },
  { when: (answer) => answer?.kind === 'result', means: 'accepted' },
  { when: (answer) => typeOf(answer) === 'wait', means: 'passing' },
  { when: (answer) => conditionOf(answer) === 'remote-server-not-found', means: 'passing' },
  { when: (answer) => conditionOf(answer) === 'remote-server-timeout', means: 'passing' },
  { when: (answer) => conditionOf(answer) === 'resource-constraint', means: 'passing' },
  { when: (answer) => conditionOf(answer) === 'recipient-unavailable', means: 'passing' },
  {
    when: (answer, policy) => policy.removeOnItemNotFound && conditionOf(answer) === 'item-not-found',
    means: 'final',
  },
];

/** What an app server's answer means; null is no answer within 60 s. Any other error is a strike. */
export function meaningOf(answer: Answer | null, policy: Policy): Meaning {
  return TABLE.find((row) => row.when(answer, policy))?.means ?? 'strike';
}

function typeOf(answer: Answer | null): string | null {
  return answer?.kind === 'error' ? answer.type : null;
}

function conditionOf(answer: Answer | null): string | null {
  return answer?.kind === 'error' ? answer.condition : null;
}
