import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../contract.js';

/** Who asks, as far as HTTP tells. */
export interface Browser {
  readonly address: string;
  /** The secret of its sign-in cookie; on a public route it may be wrong. */
  readonly signInToken: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard. */
    signInToken: string | null;
    person: Person | null;
  }
}

export const FromBrowser = createParamDecorator((_: unknown, context: ExecutionContext): Browser => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: request.ip, signInToken: request.signInToken };
});

/** The person who is signed in; null on a public route. */
export const SignedInPerson = createParamDecorator((_: unknown, context: ExecutionContext): Person | null => {
  return context.switchToHttp().getRequest<FastifyRequest>().person;
});
