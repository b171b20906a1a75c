import type { Answer } from '../../src/index.js';

const PASSING: readonly string[] = [
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'recipient-unavailable',
];

/** What an answer means for the registration, by the model: null is no answer. */
export function isPassing(answer: Answer | null): boolean {
  if (answer === null || answer.kind === 'unsent') return true;
  return answer.kind === 'error' && (answer.type === 'wait' || PASSING.includes(answer.condition));
}
