import { expect, it } from 'vitest';
import { explainStartFailure } from './start-failure.js';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

it.each([
  [withCode('EADDRINUSE'), 'BELLHOP_PORT'],
  [withCode('EADDRNOTAVAIL'), 'BELLHOP_HOST'],
  [withCode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'), 'DATABASE_URL'],
  [withCode('28P01', 'password authentication failed'), 'password authentication failed'],
  [new Error('BELLHOP_PORT: expected a port'), 'BELLHOP_PORT: expected a port'],
  ['a text', 'unknown'],
])('says in one line what to do about %s', (error, text) => {
  expect(explainStartFailure(error)).toContain(text);
  expect(explainStartFailure(error)).not.toContain('\n');
});
