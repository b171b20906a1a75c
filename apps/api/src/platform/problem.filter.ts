import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from './describe-error.js';
import { toProblem } from './problem.js';
import type { Refusal } from './refusal.js';
import { toRefusal } from './to-refusal.js';

/** Answers every error as problem+json, and writes one log line for it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    replyWithProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** The same for errors of the HTTP server that never reach a controller. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = toRefusal(error);
  const problem = toProblem(refusal, request.id);
  const line = {
    method: request.method,
    path: request.url.split('?')[0],
    status: problem.status,
    problem: refusal.kind,
    ...(problem.status >= 500 && { error: describeError(refusal.cause) }),
  };
  if (problem.status >= 500) request.log.error(line, 'request failed');
  else request.log.info(line, 'request refused');
  if (problem.status === 401) void reply.header('www-authenticate', challengeTo(refusal));
  if (refusal.retryAfterSeconds !== null) void reply.header('retry-after', refusal.retryAfterSeconds);
  void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** RFC 9110, 15.5.2: every 401 names a way in; RFC 6750, 3: and what is wrong with a token that came with it. */
function challengeTo({ kind }: Refusal): string {
  return kind === 'token-not-valid'
    ? 'Bearer realm="bellhop", error="invalid_token"'
    : 'Bearer realm="bellhop"';
}
