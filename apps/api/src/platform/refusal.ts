/** Every way in which the API says no. problem.ts says how each looks over HTTP. */
export type RefusalKind =
  | 'invalid-request'
  | 'bad-cursor'
  | 'not-signed-in'
  | 'token-not-valid'
  | 'wrong-credentials'
  | 'code-needed'
  | 'link-not-valid'
  | 'cross-site'
  | 'forbidden'
  | 'second-factor-needed'
  | 'proof-needed'
  | 'changed-meanwhile'
  | 'in-progress'
  | 'key-reused'
  | 'too-many-requests'
  | 'not-found'
  | 'already-set-up'
  | 'already-exists'
  | 'in-use'
  | 'suspended'
  | 'not-possible'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'too-many-attempts'
  | 'unavailable'
  | 'internal-error';

/** A field of the request that was refused, and why. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

interface RefusalDetails {
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** Thrown when a request is answered with a problem. The message is shown to people: no secrets. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly kind: RefusalKind,
    message: string,
    details: RefusalDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.errors = details.errors ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}
