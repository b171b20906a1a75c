import { dictionary } from '@zxcvbn-ts/language-common';
import { expect, it } from 'vitest';
import { weaknessOf } from './password-rules.js';

const EMAIL = 'marlene@example.org';

it.each(['password123', 'PassWord123', 'qwertyuiop', 'iloveyou1'])(
  'refuses %s, which is common',
  (password) => {
    expect(weaknessOf(password, EMAIL)).toContain('tried first');
  },
);

it('has a list of at least 3,000 common passwords that are long enough to be chosen', () => {
  const common = dictionary['passwords-common'].filter((password) => password.length >= 8);
  expect(common.length).toBeGreaterThan(3_000);
  for (const password of common) expect(weaknessOf(password.toUpperCase(), EMAIL)).not.toBeNull();
});

it('refuses a password that contains the name in the address or the product', () => {
  expect(weaknessOf('my-MARLENE-2026', EMAIL)).toContain('name in the email address');
  expect(weaknessOf('letme-into-Bellhop', EMAIL)).toContain('bellhop');
});

it('lets any other through, also one with a very short name in it', () => {
  expect(weaknessOf('correct horse battery', EMAIL)).toBeNull();
  expect(weaknessOf('channel planner', 'ann@example.org')).toBeNull();
});
