import type { Problem } from '../contract.js';
import type { Refusal, RefusalKind } from './refusal.js';

/** A refusal as an RFC 9457 problem; `requestId` also stands in the log line of this refusal. */
export function toProblem(refusal: Refusal, requestId: string): Problem {
  const { status, title } = PROBLEMS[refusal.kind];
  return {
    type: `urn:bellhop:problem:${refusal.kind}`,
    title,
    status,
    detail: refusal.message,
    requestId,
    ...(refusal.errors.length > 0 && { errors: [...refusal.errors] }),
  };
}

const PROBLEMS: Readonly<Record<RefusalKind, { readonly status: number; readonly title: string }>> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'bad-cursor': { status: 400, title: 'The cursor is not valid' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'token-not-valid': { status: 401, title: 'The API token is not valid' },
  'wrong-credentials': { status: 401, title: 'Wrong email address, password or code' },
  'code-needed': { status: 401, title: 'A code of the second factor is needed' },
  'link-not-valid': { status: 403, title: 'The link is not valid' },
  'cross-site': { status: 403, title: 'The request came from another site' },
  forbidden: { status: 403, title: 'Not allowed' },
  'second-factor-needed': { status: 403, title: 'A second factor is needed' },
  'proof-needed': { status: 403, title: 'Prove that it is you' },
  'not-found': { status: 404, title: 'Not found' },
  'already-set-up': { status: 409, title: 'Already set up' },
  'already-exists': { status: 409, title: 'Already there' },
  'in-use': { status: 409, title: 'Still in use' },
  suspended: { status: 409, title: 'The domain is suspended' },
  'not-possible': { status: 409, title: 'Not possible as it stands' },
  'in-progress': { status: 409, title: 'The same request is under way' },
  'changed-meanwhile': { status: 412, title: 'Changed meanwhile' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'key-reused': { status: 422, title: 'The idempotency key was used for another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'too-many-attempts': { status: 429, title: 'Too many attempts' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  'internal-error': { status: 500, title: 'Something went wrong' },
};
