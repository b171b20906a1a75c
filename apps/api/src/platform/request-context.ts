import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { browserOf } from '../access/browser.decorator.js';
import type { Principal } from '../access/principal.js';

/** Whom and what a change is put down to. */
export interface RequestContext {
  readonly requestId: string;
  readonly address: string;
  readonly agent: string;
  /** null on a public route. */
  readonly principal: Principal | null;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** The request that is being answered; null for what Bellhop does by itself. */
export function currentRequest(): RequestContext | null {
  return contexts.getStore() ?? null;
}

/** Lets what a request leads to know the request. */
@Injectable()
export class RequestContextInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { address, agent } = browserOf(request);
    const about = { requestId: request.id, address, agent, principal: request.principal };
    return new Observable((subscriber) => contexts.run(about, () => next.handle().subscribe(subscriber)));
  }
}
