import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestsPerMinute } from '../../config.js';
import { Refusal } from '../refusal.js';
import { REQUESTS_PER_MINUTE } from '../tokens.js';

/** Whose requests are counted. */
export type Counted = keyof RequestsPerMinute;

const WINDOW_SECONDS = 60;

/**
 * Counts requests by the minute, which begins with the first one, in the memory of this process: several processes
 * allow as much each.
 */
@Injectable()
export class RateLimits {
  readonly #limiters: ReadonlyMap<Counted, RateLimiterMemory>;

  constructor(@Inject(REQUESTS_PER_MINUTE) limits: RequestsPerMinute) {
    this.#limiters = new Map(
      (Object.keys(limits) as Counted[]).map((counted) => [
        counted,
        new RateLimiterMemory({ points: limits[counted], duration: WINDOW_SECONDS }),
      ]),
    );
  }

  /**
   * Counts a request, and says in the answer what is left (draft-ietf-httpapi-ratelimit-headers-10).
   *
   * @throws Refusal `too-many-requests`
   */
  async count(reply: FastifyReply, counted: Counted, key: string): Promise<void> {
    const limiter = this.#limiters.get(counted);
    if (limiter === undefined) throw new Error(`nothing limits requests of one ${counted}`);
    const { isAllowed, state } = await take(limiter, key);
    const seconds = Math.ceil(state.msBeforeNext / 1000);
    append(reply, 'ratelimit-policy', `"${counted}";q=${limiter.points};w=${WINDOW_SECONDS}`);
    append(reply, 'ratelimit', `"${counted}";r=${state.remainingPoints};t=${seconds}`);
    if (isAllowed) return;
    const message = `These are more than ${limiter.points} requests within a minute (${counted}).`;
    throw new Refusal('too-many-requests', message, { retryAfterSeconds: seconds });
  }
}

async function take(
  limiter: RateLimiterMemory,
  key: string,
): Promise<{ readonly isAllowed: boolean; readonly state: RateLimiterRes }> {
  try {
    return { isAllowed: true, state: await limiter.consume(key) };
  } catch (state) {
    if (state instanceof RateLimiterRes) return { isAllowed: false, state };
    throw state;
  }
}

/** RFC 9651, 3.1: a list, in one line. */
function append(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  void reply.header(name, before === undefined ? item : `${String(before)}, ${item}`);
}
