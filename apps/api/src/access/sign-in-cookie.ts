import '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Site } from '../platform/site.js';
import { SIGN_IN_SECONDS } from './sign-ins.js';

/** The cookie that holds the secret of a sign-in. No script can read it, no other site can have it sent. */
@Injectable()
export class SignInCookie {
  readonly #name: string;
  readonly #options: {
    readonly secure: boolean;
    readonly httpOnly: true;
    readonly sameSite: 'strict';
    readonly path: '/';
  };

  constructor(site: Site) {
    // RFC 6265bis 4.1.3.2: `__Host-` binds the cookie to https and this host. Plain http is loopback only.
    this.#name = site.isSecure ? '__Host-bellhop' : 'bellhop';
    this.#options = { secure: site.isSecure, httpOnly: true, sameSite: 'strict', path: '/' };
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.#name] ?? null;
  }

  set(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.#name, token, { ...this.#options, maxAge: SIGN_IN_SECONDS });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.#name, this.#options);
  }
}
