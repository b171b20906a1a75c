import { z } from 'zod';
import { newPassword, password, secondFactorCode } from './access.js';
import { instant, uuid } from './fields.js';

export const changePassword = z
  .strictObject({ currentPassword: password, newPassword })
  .meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof changePassword>;

/** Proves once more who one is. A sign-in that lacks the second factor gets it with a code. */
export const proof = z.strictObject({ password, code: secondFactorCode.optional() }).meta({ id: 'Proof' });
export type Proof = z.infer<typeof proof>;

/** A second factor that counts once a code of it was given. Nobody is shown it again. */
export const secondFactorOffer = z
  .object({
    /** Base32, for typing. */
    secret: z.string(),
    /** `otpauth:`, for a QR code. */
    url: z.string(),
  })
  .meta({ id: 'SecondFactorOffer' });
export type SecondFactorOffer = z.infer<typeof secondFactorOffer>;

/** Six digits of the second factor that is being set up. */
export const secondFactorConfirmation = z
  .strictObject({
    code: z
      .string()
      .max(40)
      .transform((text) => text.replace(/\s/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, 'must be six digits')),
  })
  .meta({ id: 'SecondFactorConfirmation' });
export type SecondFactorConfirmation = z.infer<typeof secondFactorConfirmation>;

/** Each stands in for a code of the second factor once. Nobody is shown them again. */
export const recoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()).length(10) })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;

/** A browser in which the person is signed in. */
export const signInEntry = z
  .object({
    id: uuid,
    startedAt: instant,
    lastSeenAt: instant,
    /** The latest; without requests it ends earlier. */
    expiresAt: instant,
    /** Where it began. */
    address: z.string(),
    agent: z.string(),
    hasSecondFactor: z.boolean(),
    /** The one that this request came with. */
    isCurrent: z.boolean(),
  })
  .meta({ id: 'SignInEntry' });
export type SignInEntry = z.infer<typeof signInEntry>;

/** The one that was used last first. */
export const signInList = z.object({ signIns: z.array(signInEntry) }).meta({ id: 'SignInList' });
export type SignInList = z.infer<typeof signInList>;
