import type { Attempt } from '@bellhop/api/contract';

/** Conditions that the chat server answers with where it does not reach the app server. */
const UNREACHED: ReadonlySet<string | null> = new Set(['remote-server-timeout', 'remote-server-not-found']);

/** Whether the chat server says that there is no way to the app server. */
export function isUnreached({ answer }: Attempt): boolean {
  return answer?.kind === 'error' && UNREACHED.has(answer.condition);
}

/** How an attempt failed, to stand in the middle of a sentence. */
export function failurePhrase(attempt: Attempt): string {
  const { answer, interrupted } = attempt;
  if (interrupted) return 'Bellhop was restarted before an answer came';
  if (answer === null) return 'the app server did not answer';
  if (answer.kind === 'unsent') return 'the chat server could not send it';
  const condition = answer.condition ?? 'an error without a name';
  if (isUnreached(attempt)) return `the app server was out of reach, “${condition}”`;
  return `the app server answered “${condition}”`;
}

/** "1 attempt", "3 attempts" */
export function attemptsText(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`;
}
