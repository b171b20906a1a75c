import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { TENANT_PERMISSIONS } from '../contract.js';
import type { Permission } from '../contract.js';
import { Refusal } from '../platform/refusal.js';
import { Callers } from './callers.js';
import { KnownBrowsers } from './known-browsers.js';
import { permissionsIn } from './principal.js';
import type { Principal } from './principal.js';
import { IS_PUBLIC } from './public.decorator.js';
import { REQUIREMENT } from './requires.decorator.js';
import type { Requirement } from './requires.decorator.js';
import { SignInCookie } from './sign-in-cookie.js';

/** A proof of who one is counts for that long. */
export const PROOF_MINUTES = 15;

/** Lets a request through if its route is public, or its caller is known and may do what the route requires. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly cookie: SignInCookie,
    private readonly callers: Callers,
    private readonly knownBrowsers: KnownBrowsers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.signInToken = this.cookie.read(request);
    request.knownBrowser = this.knownBrowsers.read(request);
    request.principal = null;
    if (this.reflector.get<boolean | undefined>(IS_PUBLIC, context.getHandler()) === true) return true;
    const requirement = this.reflector.get<Requirement | undefined>(REQUIREMENT, context.getHandler());
    if (requirement === undefined) throw new Error('a route says neither @Public nor what it requires');
    const principal = await this.callers.find(request);
    request.principal = principal;
    requireRights(principal, requirement, tenantOf(request, requirement.permission));
    return true;
  }
}

/** @throws Refusal `not-found` in a tenant that is none of the caller's business, else `forbidden` and its like */
export function requireRights(principal: Principal, requirement: Requirement, tenantId: string | null): void {
  const { permission, isForPeople, needsProof, isBeforeSecondFactor } = requirement;
  if (principal.kind === 'token') {
    if (isForPeople) throw new Refusal('forbidden', 'API tokens cannot do this; sign in.');
  } else if (!isBeforeSecondFactor) requireSecondFactor(principal);
  if (permission !== null) requirePermission(principal, permission, tenantId);
  if (needsProof && principal.kind === 'person') requireProof(principal.signIn.provenAt);
}

function requireSecondFactor(principal: Extract<Principal, { kind: 'person' }>): void {
  if (principal.signIn.hasSecondFactor) return;
  if (!principal.usesSecondFactor && principal.providerRole === null) return;
  const nextStep = principal.usesSecondFactor
    ? 'Sign in again, with its code.'
    : 'Set it up in your profile.';
  throw new Refusal('second-factor-needed', `This needs your second factor. ${nextStep}`);
}

function requirePermission(principal: Principal, permission: Permission, tenantId: string | null): void {
  const permissions = permissionsIn(principal, tenantId);
  if (permissions.includes(permission)) return;
  if (tenantId !== null && permissions.length === 0)
    throw new Refusal('not-found', 'There is no such domain.');
  throw new Refusal('forbidden', `This needs the permission ${permission}, which you do not have here.`);
}

function requireProof(provenAt: Date): void {
  if (Date.now() - provenAt.getTime() < PROOF_MINUTES * 60_000) return;
  throw new Refusal('proof-needed', 'Enter your password again: this needs to be you.');
}

/** The tenant that a permission has to be had in; null: it concerns the provider, or is none. */
export function tenantOf(request: FastifyRequest, permission: Permission | null): string | null {
  if (!(TENANT_PERMISSIONS as readonly (Permission | null)[]).includes(permission)) return null;
  const { tenantId } = request.params as { readonly tenantId?: string };
  if (tenantId === undefined) throw new Error(`a route with ${permission} lacks :tenantId`);
  return tenantId;
}
