import { expect, it } from 'vitest';
import { WatchedClient } from './watched-client.js';

it('outlives an error that nobody listens for yet', () => {
  const client = new WatchedClient({ answerWithinMs: 1_000 });
  expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
});
