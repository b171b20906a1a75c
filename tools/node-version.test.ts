import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OLDEST_NODE, nodeVersionProblem } from './node-version.mjs';
import { inRepository } from './repository.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0', '24.0.0-nightly'])('accepts Node.js %s', (version) => {
  expect(nodeVersionProblem(version)).toBeUndefined();
});

it.each(['20.18.9', '18.20.8', '9.99.9', '20.9.0'])(
  'refuses Node.js %s and names what it needs',
  (version) => {
    expect(nodeVersionProblem(version)).toContain(
      `needs Node.js ${OLDEST_NODE} or newer; this is ${version}`,
    );
  },
);

it('asks for what package.json says', () => {
  const { engines } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  expect(`${engines.node}.0`).toBe(`>=${OLDEST_NODE}`);
});
