import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Site } from '../platform/site.js';
import { cookieName, cookieOptions } from './cookie-options.js';
import { SIGN_IN_SECONDS } from './sign-ins.js';

/** The cookie that holds the secret of a sign-in. */
@Injectable()
export class SignInCookie {
  readonly #name: string;

  constructor(private readonly site: Site) {
    this.#name = cookieName(site, 'bellhop');
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.#name] ?? null;
  }

  set(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.#name, token, { ...cookieOptions(this.site), maxAge: SIGN_IN_SECONDS });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.#name, cookieOptions(this.site));
  }
}
