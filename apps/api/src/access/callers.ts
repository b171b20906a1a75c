import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { bearerTokenOf, findToken } from './find-token.js';
import { findOpenSignIn, findSignIn } from './sign-ins.js';
import type { PersonPrincipal, Principal, TokenPrincipal } from './principal.js';

/** Finds out who makes a request: anew for each, so that what somebody may do changes at once. */
@Injectable()
export class Callers {
  constructor(private readonly scope: TenantScope) {}

  /**
   * With an API token the cookie does not count.
   *
   * @throws Refusal `not-signed-in`, `token-not-valid`
   */
  find(request: FastifyRequest): Promise<Principal> {
    const token = bearerTokenOf(request.headers.authorization);
    return token === null ? this.#findPerson(request.signInToken) : this.#findProgram(token);
  }

  /**
   * The same caller as they are by now, for an answer that goes on for long: the wait for it is no use of a sign-in.
   *
   * @throws Refusal `not-signed-in`, `token-not-valid`
   */
  findAgain(request: FastifyRequest): Promise<Principal> {
    const { principal } = request;
    return principal?.kind === 'person' ? this.#findPersonAgain(principal) : this.find(request);
  }

  /** By the sign-in's id: a proof may have changed its token. */
  async #findPersonAgain({ signIn }: PersonPrincipal): Promise<PersonPrincipal> {
    const person = await this.scope.forProvider((manager) => findOpenSignIn(manager, signIn.id));
    if (person === undefined) throw new Refusal('not-signed-in', 'The sign-in has ended. Sign in again.');
    return person;
  }

  async #findPerson(token: string | null): Promise<PersonPrincipal> {
    if (token === null) throw new Refusal('not-signed-in', 'Sign in first.');
    const person = await this.scope.forProvider((manager) => findSignIn(manager, token));
    if (person === undefined) throw new Refusal('not-signed-in', 'The sign-in has ended. Sign in again.');
    return person;
  }

  async #findProgram(token: string): Promise<TokenPrincipal> {
    const program = await findToken(this.scope, token);
    if (program === undefined) {
      throw new Refusal('token-not-valid', 'The API token is mistyped, was revoked or has expired.');
    }
    return program;
  }
}
