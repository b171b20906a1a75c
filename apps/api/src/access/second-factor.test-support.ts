import { generateSync } from 'otplib/functional';
import type { TestApi } from '../platform/api.test-support.js';

/** What a person keeps who has set up a second factor, and the cookies of the sign-in that did it. */
export interface Enrolled {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly cookies: Record<string, string>;
}

/** Sets up a second factor with a sign-in that proved a moment ago who it is. */
export async function enrol(
  { call }: Pick<TestApi, 'call'>,
  cookies: Record<string, string>,
): Promise<Enrolled> {
  const { secret } = (await call('POST', '/me/second-factor', undefined, { cookies })).json();
  const confirmation = { code: codeOf(secret) };
  const answer = await call('POST', '/me/second-factor/confirmation', confirmation, { cookies });
  const { recoveryCodes } = answer.json();
  const renewed = answer.cookies.map(({ name, value }) => [name, value] as const);
  return { secret, recoveryCodes, cookies: { ...cookies, ...Object.fromEntries(renewed) } };
}

/** What an authenticator app shows, or will show after `steps` of half a minute. */
export function codeOf(secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Date.now() / 1000 + steps * 30 });
}
