import { expect, it } from 'vitest';
import { codeFault } from './code-fault.js';

it.each(['123456', ' 123 456 ', 'abcdef-ghijkl-mnopqr-234567', 'ABCDEFGHIJKLMNOPQR234567'])(
  'takes “%s” as a code',
  (typed) => {
    expect(codeFault(typed)).toBeNull();
  },
);

it.each(['', '  ', '12345', '1234567', 'abcd-efgh'])('says what is wrong with “%s”', (typed) => {
  expect(codeFault(typed)).toMatch(/^(Enter the code|Six digits)/);
});
