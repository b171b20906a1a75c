import '@fastify/cookie';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecretBox, SecretBoxError } from '../database/secret-box.js';
import { Site } from '../platform/site.js';
import { cookieName, cookieOptions } from './cookie-options.js';

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * A cookie by which a browser shows that an account was signed in with it once: strangers who guess at the account
 * do not use up the attempts of such a browser (OWASP, "Device cookies"). It lets nobody in.
 */
@Injectable()
export class KnownBrowsers {
  readonly #name: string;

  constructor(
    private readonly site: Site,
    private readonly secretBox: SecretBox,
  ) {
    this.#name = cookieName(site, 'bellhop-known');
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.#name] ?? null;
  }

  remember(reply: FastifyReply, email: string): void {
    const known = this.secretBox.seal(randomUUID(), placeOf(email)).toString('base64url');
    void reply.setCookie(this.#name, known, { ...cookieOptions(this.site), maxAge: YEAR_SECONDS });
  }

  /** By which name this browser is known to an account; null: to this account it is a stranger. */
  nameFor(email: string, known: string | null): string | null {
    if (known === null) return null;
    try {
      return this.secretBox.open(Buffer.from(known, 'base64url'), placeOf(email));
    } catch (error) {
      if (error instanceof SecretBoxError) return null;
      throw error;
    }
  }
}

/** Sealed for the account, as a row's secret is sealed for its row. */
function placeOf(email: string) {
  return { table: 'known browsers', rowId: email };
}
