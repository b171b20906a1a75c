import { z } from 'zod';
import { instant, uuid } from './fields.js';
import { PROVIDER_ROLES, providerPermission, TENANT_ROLES, tenantPermission } from './permissions.js';

export const email = z.email().max(254).trim().toLowerCase();
/** A password as somebody types it to prove who they are. */
export const password = z.string().normalize('NFC').min(1).max(128);
/** One that is being chosen: common ones, and those with the person's address in them, are refused besides. */
export const newPassword = z.string().normalize('NFC').min(8).max(128);
/** Six digits of the second factor, or a recovery code; spaces and hyphens do not count. */
export const secondFactorCode = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^(\d{6}|[a-z2-7]{24})$/, 'must be six digits or a recovery code'));

export const setupState = z.object({ needed: z.boolean() }).meta({ id: 'SetupState' });
export type SetupState = z.infer<typeof setupState>;

/** The first person, made with the token of the set-up link. */
export const setupRequest = z
  .strictObject({ token: z.string().min(1).max(200), email, password: newPassword })
  .meta({ id: 'SetupRequest' });
export type SetupRequest = z.infer<typeof setupRequest>;

/** `code` where the person has a second factor: without it the answer is the problem `code-needed`. */
export const signInRequest = z
  .strictObject({ email, password, code: secondFactorCode.optional() })
  .meta({ id: 'SignInRequest' });
export type SignInRequest = z.infer<typeof signInRequest>;

/** Sign in with a one-time link made by somebody who is signed in. */
export const signInLinkRequest = z
  .strictObject({ token: z.string().min(1).max(200) })
  .meta({ id: 'SignInLinkRequest' });
export type SignInLinkRequest = z.infer<typeof signInLinkRequest>;

export const signInLink = z.object({ url: z.url(), expiresAt: instant }).meta({ id: 'SignInLink' });
export type SignInLink = z.infer<typeof signInLink>;

/** Somebody who can sign in. */
export const person = z.object({ id: uuid, email: z.string() }).meta({ id: 'Person' });
export type Person = z.infer<typeof person>;

/** The person who is signed in, and what they may do. */
export const me = z
  .object({
    id: uuid,
    email: z.string(),
    /** Their role with the provider, which counts in every tenant; null: none. */
    role: z.enum(PROVIDER_ROLES).nullable(),
    /** What they may do that concerns the provider as a whole. */
    permissions: z.array(providerPermission),
    /** What they may do in every tenant. */
    everywhere: z.array(tenantPermission),
    memberships: z.array(
      z.object({
        tenantId: uuid,
        domain: z.string(),
        role: z.enum(TENANT_ROLES),
        /** With what their role with the provider lets them do. */
        permissions: z.array(tenantPermission),
      }),
    ),
    secondFactor: z.object({
      isSetUp: z.boolean(),
      /** Their role needs one: nothing else can be done before. */
      isNeeded: z.boolean(),
      /** This sign-in came with it. */
      isUsed: z.boolean(),
    }),
    /** Until when no other proof of who they are is asked for. */
    provenUntil: instant,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;
