import { applyDecorators, createParamDecorator, Injectable, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Tagged } from './etag.js';
import { readIfMatch } from './if-match.js';
import type { Precondition } from './if-match.js';

/** What the request's `If-Match` asks of the object that it changes. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): Precondition =>
  readIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** A method that returns something `Tagged`: the answer is its value, and the tag goes into `ETag`. */
export function AnswersTagged(): MethodDecorator {
  return UseInterceptors(SendsEtag);
}

/** The same for a change that `If-Match` may hold up. */
export function ChangesTagged(): MethodDecorator {
  const description = 'Changes nothing (412) unless the object still has one of these entity tags';
  return applyDecorators(AnswersTagged(), ApiHeader({ name: 'If-Match', required: false, description }));
}

@Injectable()
class SendsEtag implements NestInterceptor<Tagged<unknown>, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<Tagged<unknown>>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ value, etag }) => {
        void reply.header('etag', etag);
        return value;
      }),
    );
  }
}
