import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController } from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { replyWithProblem } from './problem.filter.js';
import { bareSecurityHeaders } from './security-headers.js';

const BODY_LIMIT_BYTES = 65_536;

/** Fastify as Bellhop uses it: small bodies, ids of our own for requests, one log line per refusal only. */
export function createHttpAdapter(logger: Logger, isSecure: boolean): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    // A reverse proxy on the same machine may say for whom it asks.
    trustProxy: 'loopback',
    // An address that cannot be read never reaches the hooks, which set the headers of all other answers.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({ ...bareSecurityHeaders(isSecure), 'x-request-id': request.id });
      replyWithProblem(error, request, reply);
    },
  });
  // Whatever is no JSON is refused with 415; Fastify would take plain text.
  adapter.getInstance().removeContentTypeParser('text/plain');
  return adapter;
}
