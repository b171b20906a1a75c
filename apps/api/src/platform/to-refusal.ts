import { HttpException, NotFoundException } from '@nestjs/common';
import { isDatabaseOutage } from './database-outage.js';
import { Refusal } from './refusal.js';

/** Whatever was thrown, as a refusal. What nobody foresaw becomes `internal-error` and says nothing of itself. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isDatabaseOutage(error)) {
    return new Refusal('unavailable', 'The database does not answer. Try again shortly.', { cause: error });
  }
  if (error instanceof NotFoundException)
    return new Refusal('not-found', 'There is nothing at this address.');
  return fromStatus(statusOf(error), error);
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error) return Number(error.statusCode);
  return 500;
}

/** Errors of the HTTP server itself (Fastify's FST_ERR_*), told apart by the status they ask for. */
function fromStatus(status: number, cause: unknown): Refusal {
  if (status === 413) return new Refusal('body-too-large', 'The body may be at most 64 KiB.', { cause });
  if (status === 415) {
    return new Refusal('unsupported-media-type', 'Send the body as content-type application/json.', {
      cause,
    });
  }
  if (status === 503) return new Refusal('unavailable', 'Bellhop is shutting down.', { cause });
  if (status >= 400 && status < 500) {
    return new Refusal('invalid-request', 'The address or the body of the request cannot be read.', {
      cause,
    });
  }
  return new Refusal('internal-error', 'The request failed. The log has more under this request id.', {
    cause,
  });
}
