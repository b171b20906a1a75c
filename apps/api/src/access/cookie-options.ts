import type { Site } from '../platform/site.js';

/** How the cookies of a site are set: no script can read them, no other site can have them sent. */
export interface CookieOptions {
  readonly secure: boolean;
  readonly httpOnly: true;
  readonly sameSite: 'strict';
  readonly path: '/';
}

export function cookieOptions(site: Site): CookieOptions {
  return { secure: site.isSecure, httpOnly: true, sameSite: 'strict', path: '/' };
}

/** RFC 6265bis 4.1.3.2: `__Host-` binds the cookie to https and this host. Plain http is loopback only. */
export function cookieName(site: Site, name: string): string {
  return site.isSecure ? `__Host-${name}` : name;
}
