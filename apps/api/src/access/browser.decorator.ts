import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PersonPrincipal, Principal } from './principal.js';

/** Who asks, as far as HTTP tells. */
export interface Browser {
  readonly address: string;
  /** The user agent as it names itself, cut to 200 characters. */
  readonly agent: string;
  /** The secret of its sign-in cookie; on a public route it may be wrong. */
  readonly signInToken: string | null;
  /** What it shows to be known by (`KnownBrowsers`); it may be wrong. */
  readonly knownBrowser: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard. */
    signInToken: string | null;
    knownBrowser: string | null;
    principal: Principal | null;
  }
}

export const FromBrowser = createParamDecorator((_: unknown, context: ExecutionContext): Browser =>
  browserOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The person or token that asks; null on a public route. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal | null => {
  return context.switchToHttp().getRequest<FastifyRequest>().principal;
});

/** The person who asks, on a route that is `@ForOneself`. */
export const Oneself = createParamDecorator((_: unknown, context: ExecutionContext): PersonPrincipal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal?.kind !== 'person') throw new Error('this route is not @ForOneself');
  return principal;
});

export function browserOf(request: FastifyRequest): Browser {
  const agent = (request.headers['user-agent'] ?? '').slice(0, MOST_AGENT);
  const { ip: address, signInToken, knownBrowser } = request;
  return { address, agent, signInToken, knownBrowser };
}

const MOST_AGENT = 200;
