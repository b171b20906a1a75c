import type { Problem } from '@bellhop/api/contract';
import { ProblemError, problemKind } from '../api.js';

/** The problem behind any error; a fault of the page itself becomes one too. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { type: 'about:blank', title: 'This page ran into a fault of its own', status: -1 };
}

/** What the person can do about it, one sentence. */
export function problemAdvice(problem: Problem): string {
  const { status } = problem;
  const advice = ADVICE[problemKind(new ProblemError(problem)) ?? ''];
  if (advice !== undefined) return advice;
  if (status === 0) return 'Check that Bellhop is running and that this machine can reach it.';
  if (status === -1) return 'Reload the page. If it happens again, report what you did.';
  if (status === 401) return 'Sign in and try again.';
  if (status === 403) return 'Ask the owner for access, or for a fresh link.';
  if (status === 404) return 'It may have been removed. Go back to the overview.';
  if (status === 409) return 'Look at what is there already, then change your entry.';
  if (status === 429) return 'Wait a minute, then try again.';
  if (status === 503)
    return 'Bellhop is up but cannot reach its database. It goes on by itself; try again shortly.';
  if (status >= 500) return "Try again. If it stays, look for the request in Bellhop's log.";
  return 'Check what you entered and try again.';
}

// Where the status alone would lead astray.
const ADVICE: Readonly<Record<string, string>> = {
  'wrong-credentials': 'Try again; after a few attempts you have to wait.',
  'code-needed': 'Enter a code of your authenticator app, or a recovery code.',
  'proof-needed': 'Do it once more, and enter your password when you are asked for it.',
  'second-factor-needed': 'Open your profile.',
  'link-not-valid': 'Ask for a fresh one where you got it.',
  forbidden: 'Ask an admin or the owner for the role that may.',
};

/** The messages of refused fields, for a form. */
export function fieldErrors(error: unknown): Record<string, string> {
  const errors = problemOf(error).errors ?? [];
  return Object.fromEntries(errors.map(({ field, message }) => [field, message]));
}
