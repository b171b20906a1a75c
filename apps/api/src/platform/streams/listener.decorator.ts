import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.js';
import { REQUIREMENT } from '../../access/requires.decorator.js';
import type { Requirement } from '../../access/requires.decorator.js';

/** Somebody who asks for a stream. */
export interface Listener {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly principal: Principal;
  /** What the route asks of them, for as long as the stream goes on. */
  readonly requirement: Requirement;
  /** The id of the last event that they had; null: they connect for the first time. */
  readonly lastEventId: string | null;
}

export const ListenerParam = createParamDecorator((_: unknown, context: ExecutionContext): Listener => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const requirement = Reflect.getMetadata(REQUIREMENT, context.getHandler()) as Requirement | undefined;
  if (request.principal === null || requirement === undefined) throw new Error('a stream has a known reader');
  const lastEventId = request.headers['last-event-id'];
  return {
    request,
    reply: http.getResponse<FastifyReply>(),
    principal: request.principal,
    requirement,
    lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : null,
  };
});
