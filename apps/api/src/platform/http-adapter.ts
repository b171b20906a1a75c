import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { Logger } from 'pino';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { replyWithProblem } from './problem.filter.js';

const BODY_LIMIT_BYTES = 65_536;

/** Fastify as Bellhop uses it: small bodies, ids of our own for requests, one log line per refusal only. */
export function createHttpAdapter(logger: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    // A reverse proxy on the same machine may say for whom it asks.
    trustProxy: 'loopback',
    frameworkErrors: refuseBeforeRouting,
  });
  // Whatever is no JSON is refused with 415; Fastify would take plain text.
  adapter.getInstance().removeContentTypeParser('text/plain');
  return adapter;
}

/** An address that cannot be read never reaches the hooks, which set the headers of all other answers. */
function refuseBeforeRouting(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'x-request-id': request.id,
  });
  replyWithProblem(error, request, reply);
}
