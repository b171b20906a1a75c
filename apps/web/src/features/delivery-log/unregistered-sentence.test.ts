import { expect, it } from 'vitest';
import { unregisteredSentence } from './unregistered-sentence.js';

const NOW = Date.parse('2026-11-22T14:30:00Z');
const account = 'juliet@capulet.example';

it.each([
  { rule: 'says nothing where nothing arrived', hours: [], text: null },
  {
    rule: 'adds up the hours and names the time they cover',
    hours: [
      { hour: '2026-11-22T14:00:00Z', events: 2 },
      { hour: '2026-11-22T10:00:00Z', events: 5 },
    ],
    text: '7 events arrived for this account in the last 4 h, but it has no registration, so nothing was pushed.',
  },
  {
    rule: 'never names less than the hour that is counted',
    hours: [{ hour: '2026-11-22T14:00:00Z', events: 1 }],
    text: '1 event arrived for this account in the last 1 h, but it has no registration, so nothing was pushed.',
  },
])('$rule', ({ hours, text }) => {
  expect(unregisteredSentence({ account, hours }, NOW)).toBe(text);
});
