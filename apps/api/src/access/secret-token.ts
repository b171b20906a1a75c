import { createHash, randomBytes } from 'node:crypto';

/** A random secret for a cookie or link. Only its hash is stored. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256; no salt is needed, for the token has 256 random bits. */
export function hashSecretToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
