import { API_PREFIX, problem } from '@bellhop/api/contract';
import type { Problem } from '@bellhop/api/contract';
import type { z } from 'zod';
import { askForProof } from './proof.js';

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
  /** The entity tag that the object still has to have; null: any. */
  readonly ifMatch?: string | null;
  /** Another one than the API's. */
  readonly prefix?: string;
}

/**
 * Calls the API at `path` (below the prefix) and reads the answer with `schema`. Where the API wants the person to
 * prove first that it is them, they are asked, and the request is made again.
 * @throws {ProblemError} where the API refuses, cannot be reached, or answers something else than the contract says.
 */
export async function callApi<S extends z.ZodType>(
  schema: S,
  path: string,
  call: Call = {},
): Promise<z.output<S>> {
  return (await callTagged(schema, path, call)).value;
}

/** What the API answered, with its entity tag (RFC 9110, 8.8.3); null: it has none. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string | null;
}

/** The same with the entity tag of the answer, for a change that must not undo somebody else's. */
export async function callTagged<S extends z.ZodType>(
  schema: S,
  path: string,
  call: Call = {},
): Promise<Tagged<z.output<S>>> {
  try {
    return await callOnce(schema, path, call);
  } catch (error) {
    if (problemKind(error) !== 'proof-needed' || !(await askForProof())) throw error;
    return callOnce(schema, path, call);
  }
}

/** The API's own name for why it refused, such as `proof-needed`; null for any other error. */
export function problemKind(error: unknown): string | null {
  if (!(error instanceof ProblemError)) return null;
  return /^urn:bellhop:problem:(.+)$/.exec(error.problem.type)?.[1] ?? null;
}

/** `?a=1&b=2` of the values that are set; '' when none is. */
export function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

async function callOnce<S extends z.ZodType>(
  schema: S,
  path: string,
  call: Call,
): Promise<Tagged<z.output<S>>> {
  const response = await send(path, call);
  const text = await response.text();
  if (!response.ok) throw new ProblemError(readProblem(text, response.status));
  const answer = schema.safeParse(readJson(text));
  if (!answer.success) throw new ProblemError(unreadable(response.status));
  return { value: answer.data, etag: response.headers.get('etag') };
}

async function send(path: string, call: Call): Promise<Response> {
  const { method, body, signal, ifMatch = null, prefix = API_PREFIX } = call;
  try {
    return await fetch(prefix + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(ifMatch !== null && { 'if-match': ifMatch }),
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
