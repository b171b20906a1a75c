import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressRange } from '../../access/address-range.js';
import { API_PREFIX } from '../../contract.js';
import { RateLimits } from './rate-limits.js';

/** Before anything is looked up: a request counts for the address that it comes from. Health is no part of the API. */
@Injectable()
export class AddressLimit implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { request, reply } = of(context);
    if (request.url.startsWith(`${API_PREFIX}/`)) {
      await this.limits.count(reply, 'address', addressRange(request.ip));
    }
    return true;
  }
}

/** Once it is known who asks, and that they may: for them, and for the tenant that the request is about. */
@Injectable()
export class CallerLimit implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { request, reply } = of(context);
    const { principal } = request;
    if (principal === null) return true;
    const { tenantId } = request.params as { readonly tenantId?: string };
    await this.limits.count(reply, principal.kind, principal.id);
    if (tenantId !== undefined) await this.limits.count(reply, 'tenant', tenantId);
    return true;
  }
}

function of(context: ExecutionContext): { readonly request: FastifyRequest; readonly reply: FastifyReply } {
  const http = context.switchToHttp();
  return { request: http.getRequest<FastifyRequest>(), reply: http.getResponse<FastifyReply>() };
}
