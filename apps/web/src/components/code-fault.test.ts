import { expect, it } from 'vitest';
import { codeFault } from './code-fault.js';

it.each(['123456', ' 123 456 ', 'abcd-efgh-2345-6767', 'ABCDEFGH23456767'])(
  'takes “%s” as a code',
  (typed) => {
    expect(codeFault(typed)).toBeNull();
  },
);

it.each(['', '  ', '12345', '1234567', 'abcd-efgh'])('says what is wrong with “%s”', (typed) => {
  expect(codeFault(typed)).toMatch(/^(Enter the code|Six digits)/);
});
