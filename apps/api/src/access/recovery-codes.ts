import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { hashSecretToken } from './secret-token.js';

const CODES = 10;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const GROUPS = 4;
const GROUP_LETTERS = 6;

/** Ten new codes in place of those before; 120 random bits each, so a plain hash of them may be stored. */
export async function renewRecoveryCodes(manager: EntityManager, userId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await manager.query('delete from recovery_codes where user_id = $1', [userId]);
  await manager.query('insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])', [
    userId,
    codes.map((code) => hashSecretToken(code.replaceAll('-', ''))),
  ]);
  return codes;
}

/** Whether it was one of the codes that are left; it is not afterwards. `code`: without hyphens, in small letters. */
export async function useRecoveryCode(
  manager: EntityManager,
  userId: string,
  code: string,
): Promise<boolean> {
  const [used] = await manager.query<[unknown[], number]>(
    'delete from recovery_codes where user_id = $1 and code_hash = $2 returning user_id',
    [userId, hashSecretToken(code)],
  );
  return used.length > 0;
}

function newCode(): string {
  const letters = () => Array.from({ length: GROUP_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]);
  return Array.from({ length: GROUPS }, () => letters().join('')).join('-');
}
