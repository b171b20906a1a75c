import { API_PREFIX, problem } from '@bellhop/api/contract';
import type { Problem } from '@bellhop/api/contract';
import type { z } from 'zod';

/** A request that the API refused, or that got no readable answer (`status` 0: no answer at all). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

/** Where the health of the process stands, beside the API. */
export const HEALTH_PREFIX = '/api';

/** What a request sends: a JSON body makes it a POST unless `method` says otherwise. */
export interface Call {
  readonly method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Another one than the API's. */
  readonly prefix?: string;
}

/**
 * Calls the API at `path` (below the prefix) and reads the answer with `schema`.
 * @throws {ProblemError} where the API refuses, cannot be reached, or answers something else than the contract says.
 */
export async function callApi<S extends z.ZodType>(
  schema: S,
  path: string,
  call: Call = {},
): Promise<z.output<S>> {
  const response = await send(path, call);
  const text = await response.text();
  if (!response.ok) throw new ProblemError(readProblem(text, response.status));
  const answer = schema.safeParse(readJson(text));
  if (!answer.success) throw new ProblemError(unreadable(response.status));
  return answer.data;
}

/** `?a=1&b=2` of the values that are set; '' when none is. */
export function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

async function send(path: string, { method, body, signal, prefix = API_PREFIX }: Call): Promise<Response> {
  try {
    return await fetch(prefix + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError({ type: 'about:blank', title: 'Bellhop does not answer', status: 0 });
  }
}

function readProblem(text: string, status: number): Problem {
  const parsed = problem.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  return { type: 'about:blank', title: `Bellhop answered with status ${status}`, status };
}

function unreadable(status: number): Problem {
  return {
    type: 'about:blank',
    title: 'Bellhop answered something this page does not understand',
    status,
    detail: 'The page may be older than the server. Reload it.',
  };
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
