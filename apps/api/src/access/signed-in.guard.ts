import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { IS_PUBLIC } from './public.decorator.js';
import { SignInCookie } from './sign-in-cookie.js';
import { findSignIn } from './sign-ins.js';

/** Every route needs a sign-in unless it is marked @Public(). */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly cookie: SignInCookie,
    private readonly scope: TenantScope,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.signInToken = this.cookie.read(request);
    request.person = null;
    const isPublic = this.reflector.get<boolean | undefined>(IS_PUBLIC, context.getHandler());
    if (isPublic === true) return true;
    request.person = await this.#personOf(request.signInToken);
    return true;
  }

  async #personOf(token: string | null): Promise<Person> {
    if (token === null) throw new Refusal('not-signed-in', 'Sign in first.');
    const person = await this.scope.forProvider((manager) => findSignIn(manager, token));
    if (person === undefined) throw new Refusal('not-signed-in', 'The sign-in has ended. Sign in again.');
    return person;
  }
}
