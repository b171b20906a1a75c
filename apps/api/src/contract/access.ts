import { z } from 'zod';
import { instant, uuid } from './fields.js';
import { PROVIDER_ROLES, providerPermission, TENANT_ROLES, tenantPermission } from './permissions.js';

const email = z.email().max(254).trim().toLowerCase();
const password = z.string().min(8).max(128);

export const setupState = z.object({ needed: z.boolean() }).meta({ id: 'SetupState' });
export type SetupState = z.infer<typeof setupState>;

/** The first person, made with the token of the set-up link. */
export const setupRequest = z
  .strictObject({ token: z.string().min(1).max(200), email, password })
  .meta({ id: 'SetupRequest' });
export type SetupRequest = z.infer<typeof setupRequest>;

export const signInRequest = z
  .strictObject({ email, password: z.string().min(1).max(128) })
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
