import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requireRights, tenantOf } from './access.guard.js';
import { Callers } from './callers.js';
import type { Principal } from './principal.js';
import type { Requirement } from './requires.decorator.js';

/** For answers that go on for long: whether their caller may still have them. */
@Injectable()
export class OngoingAccess {
  constructor(private readonly callers: Callers) {}

  /**
   * The caller of a request as they are by now.
   *
   * @throws Refusal when their sign-in or token has ended, or they may no longer do what was required
   */
  async check(request: FastifyRequest, requirement: Requirement): Promise<Principal> {
    const principal = await this.callers.findAgain(request);
    requireRights(principal, requirement, tenantOf(request, requirement.permission));
    return principal;
  }
}
