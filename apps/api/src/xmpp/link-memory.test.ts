import { expect, it } from 'vitest';
import { LinkMemory } from './link-memory.js';

const MINUTE_MS = 60_000;
const SUMMARY = { sender: null, body: 'hello' };

it('keeps no text for ever of a push that is never made', () => {
  const memory = new LinkMemory();
  memory.remember('never made', SUMMARY, 0);
  memory.remember('later', SUMMARY, 14 * MINUTE_MS);
  expect(memory.summaryOf('never made')).toEqual(SUMMARY);
  memory.remember('much later', SUMMARY, 15 * MINUTE_MS);
  const kept = ['never made', 'later', 'much later'].filter((pushId) => memory.summaryOf(pushId) !== null);
  expect(kept).toEqual(['later', 'much later']);
});

it('forgets what has been told', () => {
  const memory = new LinkMemory();
  memory.remember('made', SUMMARY);
  memory.forget('made');
  expect(memory.summaryOf('made')).toBeNull();
});
