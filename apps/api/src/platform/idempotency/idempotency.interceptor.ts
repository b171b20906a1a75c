import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { defer, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { describeError } from '../describe-error.js';
import { toProblem } from '../problem.js';
import { Refusal } from '../refusal.js';
import { toRefusal } from '../to-refusal.js';
import { LOGGER } from '../tokens.js';
import { IDEMPOTENCY_KEY, readIdempotencyKey } from './idempotency-key.js';
import { KeptAnswers } from './kept-answers.js';
import type { KeptAnswer, KeyedRequest } from './kept-answers.js';

/**
 * Carries out a POST with an `Idempotency-Key` once, and answers its repetitions with what the first was answered
 * (draft-ietf-httpapi-idempotency-key-header-07). What failed on our side, or was too much at the time, is not kept.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly answers: KeptAnswers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const keyed = toKeyedRequest(request);
    if (keyed === null) return next.handle();
    return defer(() => this.#answer(keyed, http.getResponse<FastifyReply>(), next));
  }

  async #answer(keyed: KeyedRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const begun = await this.answers.begin(keyed);
    if (begun.kind === 'answered') return replay(reply, begun.answer);
    const { claim } = begun;
    const body = await lastValueFrom<unknown, undefined>(next.handle(), { defaultValue: undefined }).catch(
      async (error: unknown) => {
        await this.#settle(keyed, claim, refusalToKeep(toRefusal(error)));
        throw error;
      },
    );
    await this.#settle(keyed, claim, { kind: 'done', status: reply.statusCode, body });
    return body;
  }

  /** What was done is done: that it could not be noted is no reason to answer otherwise. */
  async #settle(keyed: KeyedRequest, claim: string, answer: KeptAnswer | null): Promise<void> {
    try {
      await (answer === null ? this.answers.forget(keyed, claim) : this.answers.keep(keyed, claim, answer));
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'the answer to an idempotency key was not kept');
    }
  }
}

const TOO_MANY = 429;

/** null: the next try may go better. */
function refusalToKeep(refusal: Refusal): KeptAnswer | null {
  const { status } = toProblem(refusal, '');
  if (status >= 500 || status === TOO_MANY) return null;
  return { kind: 'refused', refusal: refusal.kind, message: refusal.message, errors: refusal.errors };
}

/** null: a request without a key, or one for which keys do not count. */
function toKeyedRequest({
  method,
  url,
  headers,
  params,
  principal,
  body,
}: FastifyRequest): KeyedRequest | null {
  if (method !== 'POST' || principal === null) return null;
  const key = readIdempotencyKey(headers[IDEMPOTENCY_KEY.toLowerCase()]);
  const { tenantId = null } = params as { readonly tenantId?: string };
  // What is no id is refused before anything is done.
  if (key === null || (tenantId !== null && !z.uuid().safeParse(tenantId).success)) return null;
  const text = JSON.stringify([method, url, body ?? null]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return { tenantId, caller: principal.id, key, hash };
}

/** @throws Refusal as the first time */
function replay(reply: FastifyReply, answer: KeptAnswer): unknown {
  void reply.header('idempotent-replayed', 'true');
  if (answer.kind === 'refused') throw new Refusal(answer.refusal, answer.message, { errors: answer.errors });
  void reply.code(answer.status);
  return answer.body;
}
