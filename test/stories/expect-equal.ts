import { isDeepStrictEqual } from 'node:util';

/** Fails with both sides in the message: steps run with any test runner, and without one. */
export function expectEqual<T>(found: T, expected: NoInfer<T>): void {
  if (!isDeepStrictEqual(found, expected))
    throw new Error(`${JSON.stringify(expected)} was expected, it is ${JSON.stringify(found)}`);
}
