import { z } from 'zod';
import { instant, uuid } from './fields.js';

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

export const person = z
  .object({ id: uuid, email: z.string(), role: z.enum(['owner']) })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;
