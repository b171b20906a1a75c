import { generateSecret, generateURI, verifySync } from 'otplib/functional';
import type { SecondFactorOffer } from '../contract.js';

/** A step of RFC 6238, as authenticator apps count them. */
const STEP_SECONDS = 30;

/** A new secret of 160 bits, and how an authenticator app takes it over (RFC 6238: SHA-1, six digits, 30 seconds). */
export function newAuthenticator(email: string): SecondFactorOffer {
  const secret = generateSecret();
  return { secret, url: generateURI({ issuer: 'Bellhop', label: email, secret }) };
}

/**
 * The step that a code belongs to: the one of now, the one before or the one after, for clocks differ (RFC 6238, 5.2).
 * null: it is the code of none of them. `code`: six digits.
 */
export function stepOfCode(secret: string, code: string): number | null {
  const found = verifySync({ secret, token: code, epochTolerance: STEP_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
