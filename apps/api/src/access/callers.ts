import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { findSignIn } from './sign-ins.js';
import type { Principal } from './principal.js';

/** Finds out who makes a request: anew for each, so that what a person may do changes at once. */
@Injectable()
export class Callers {
  constructor(private readonly scope: TenantScope) {}

  /** @throws Refusal `not-signed-in` */
  async find(request: FastifyRequest): Promise<Principal> {
    const token = request.signInToken;
    if (token === null) throw new Refusal('not-signed-in', 'Sign in first.');
    const person = await this.scope.forProvider((manager) => findSignIn(manager, token));
    if (person === undefined) throw new Refusal('not-signed-in', 'The sign-in has ended. Sign in again.');
    return person;
  }
}
