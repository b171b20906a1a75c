import { dictionary } from '@zxcvbn-ts/language-common';

const LEAST_CHARACTERS = 8;
/** Shorter names would stand in too many good passwords by chance. */
const LEAST_NAME_CHARACTERS = 4;
const PRODUCT = 'bellhop';

// The common passwords of zxcvbn-ts (MIT), most of which are out of known leaks; all in small letters.
const COMMON: ReadonlySet<string> = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= LEAST_CHARACTERS),
);

/** What is wrong with a password that somebody chooses, for people to read; null: nothing. */
export function weaknessOf(password: string, email: string): string | null {
  const text = password.toLowerCase();
  if (COMMON.has(text)) return 'is one of the passwords that are tried first';
  if (text.includes(PRODUCT)) return `must not contain the word ${PRODUCT}`;
  const name = email.slice(0, email.indexOf('@')).toLowerCase();
  if (name.length >= LEAST_NAME_CHARACTERS && text.includes(name)) {
    return 'must not contain the name in the email address';
  }
  return null;
}
