import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { z } from 'zod';
import { ANSWER_SCHEMA } from '../platform/answers.decorator.js';
import { Refusal } from '../platform/refusal.js';
import { maskAnswer } from './mask-answer.js';
import { walkOf } from './personal-fields.js';
import { Sight } from './sight.js';

/** Masks the personal fields (contract/personal.ts) of every answer whose caller may not see them. */
@Injectable()
export class MaskingInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly sight: Sight,
  ) {}

  /** @throws Refusal `invalid-request` for a search that would tell masked addresses letter by letter */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const schema = this.reflector.get<z.ZodType | undefined>(ANSWER_SCHEMA, context.getHandler());
    if (schema === undefined || walkOf(schema) === null) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { tenantId = '' } = request.params as { readonly tenantId?: string };
    const seesUntilMs = await this.sight.of(request.principal, tenantId);
    const account = askedAccount(request);
    if (account !== null && Date.now() >= seesUntilMs) requireWholeAccount(account);
    // Asked at each value: an answer may be a stream that goes on when the reveal is over.
    return next
      .handle()
      .pipe(map((answer) => (Date.now() < seesUntilMs ? answer : maskAnswer(schema, answer, account))));
  }
}

/** As the filters of lists read it. */
function askedAccount(request: FastifyRequest): string | null {
  const { account } = request.query as { readonly account?: unknown };
  return typeof account === 'string' && account.trim() !== '' ? account.trim().toLowerCase() : null;
}

/** @throws Refusal `invalid-request` */
export function requireWholeAccount(account: string): void {
  if (account.includes('@')) return;
  const message = 'must be a whole account, because your role sees addresses masked';
  throw new Refusal('invalid-request', 'Some fields are missing or not valid.', {
    errors: [{ field: 'account', message }],
  });
}
