import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * A new API token: `bhp_`, 256 random bits in base64url, `_`, and the CRC-32 of all before that in base 62. The
 * beginning lets scanners find tokens that were published by mistake, the checksum lets them leave alone what is none.
 */
export function newTokenText(): string {
  return withChecksum(`${PREFIX}${randomBytes(32).toString('base64url')}`);
}

/** Whether it can be a token at all, which takes no database to see. */
export function isTokenText(text: string): boolean {
  return TOKEN.test(text) && text === withChecksum(text.slice(0, -7));
}

/** As much of a token as may be shown to recognise it by. */
export function beginningOf(token: string): string {
  return token.slice(0, PREFIX.length + 6);
}

const PREFIX = 'bhp_';
const TOKEN = /^bhp_[\w-]{43}_[0-9A-Za-z]{6}$/;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function withChecksum(text: string): string {
  return `${text}_${inBase62(crc32(text)).padStart(6, '0')}`;
}

function inBase62(value: number): string {
  const digit = DIGITS.charAt(value % 62);
  return value < 62 ? digit : inBase62(Math.floor(value / 62)) + digit;
}
