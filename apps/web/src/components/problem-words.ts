import type { Problem } from '@bellhop/api/contract';
import { ProblemError } from '../api.js';

/** The problem behind any error; a fault of the page itself becomes one too. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { type: 'about:blank', title: 'This page ran into a fault of its own', status: -1 };
}

/** What the person can do about it, one sentence. */
export function problemAdvice({ status }: Problem): string {
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

/** The messages of refused fields, for a form. */
export function fieldErrors(error: unknown): Record<string, string> {
  const errors = problemOf(error).errors ?? [];
  return Object.fromEntries(errors.map(({ field, message }) => [field, message]));
}
