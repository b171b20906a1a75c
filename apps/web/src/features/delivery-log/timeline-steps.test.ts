import type { DecisionDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import {
  EVENT,
  OTHER_ID,
  PUSH_ID,
  READING,
  attempt,
  failed,
  held,
  pushed,
  suppressed,
  waiting,
} from './log.test-support.js';
import { decisionSteps, eventSteps } from './timeline-steps.js';

const TELLING = { event: EVENT, maxErrors: 16, reading: READING };
const stepsOf = (decision: DecisionDto, part: Partial<typeof TELLING> = {}) =>
  decisionSteps(decision, { ...TELLING, ...part });
const titlesOf = (decision: DecisionDto) => stepsOf(decision).map(({ title }) => title);

const rejected = pushed('rejected', { strikes: 2, attempts: [failed('item-not-found')] });
const deferred = { ...pushed('deferred', { attempts: [attempt()] }), waiting: waiting({ attempt: 2 }) };

it('goes from the decision over publish and answer to the outcome', () => {
  expect(titlesOf(rejected)).toEqual([
    'Push: Nobody was connected',
    'Publish sent',
    'The app server answered',
    'Rejected by the app server',
  ]);
});

it.each([
  [16, 'It was strike 2 of 16 in a row; at 16 the registration is removed.'],
  [2, 'It was strike 2 of 2, so the registration was removed.'],
])('counts the strikes against a limit of %i', (maxErrors, text) => {
  expect(stepsOf(rejected, { maxErrors }).at(-1)?.text).toContain(text);
});

it.each(['enabled-later', 'quota'] as const)(
  'ends with the reason where nothing was pushed: %s',
  (reason) => {
    const [step, ...others] = stepsOf(suppressed(reason));
    expect(step?.title).toMatch(/^Not pushed: /);
    expect(others).toEqual([]);
  },
);

it('ends with the sent publish, and until when an answer is waited for', () => {
  const steps = stepsOf(pushed('pending', { attempts: [attempt()] }));
  expect(steps.map(({ title }) => title)).toEqual([
    'Push: Nobody was connected',
    'Publish sent',
    'Waiting for an answer',
  ]);
  expect(steps.at(-1)?.nextStep).toBe('Wait: without an answer until 14:03:00 the push is tried again.');
});

it('ends with the next attempt, and until when others follow', () => {
  expect(stepsOf(deferred).at(-1)).toMatchObject({
    title: 'Attempt 2 follows then',
    at: '2026-11-22T14:07:12.000Z',
    text: 'What failed may work in a moment. The waits between attempts grow from a second to half an hour. It is tried until tomorrow 14:02. It carries the placeholder, never the text.',
  });
});

it.each([
  [['push.app.example'], 'which is paused because it does not answer.'],
  [[], 'which has enough to answer for now.'],
])('says what a push waits for at an app server, with %j paused', (pausedDomains, why) => {
  const reading = { ...READING, pausedDomains };
  const first = stepsOf(held({ kind: 'app-server' }), { reading }).at(-1);
  expect(first?.title).toBe('The push waits until then');
  expect(first?.text).toContain(`It waits for push.app.example, ${why}`);
  const later = { ...deferred, waiting: waiting({ kind: 'app-server', attempt: 2 }) };
  expect(stepsOf(later, { reading }).at(-1)?.text).toContain(`It waits for push.app.example, ${why}`);
});

it.each([
  ['newer-push', 'A newer push took its place'],
  ['came-back', 'The device came back by itself'],
  ['registration-removed', 'The registration was removed'],
  ['time-to-live', 'The time to live was over'],
  ['policy', 'The policy or the quota ruled it out'],
] as const)('says why no other attempt follows: %s', (endReason, title) => {
  const over = pushed('superseded', { endReason, attempts: [attempt()] });
  expect(stepsOf(over).slice(-2)).toMatchObject([
    { title, text: expect.stringMatching(/^No other attempt was made\. /) as string },
    { title: 'Called off', nextStep: null },
  ]);
});

it('leads from a push that was superseded to the newer one of the registration', () => {
  const over = pushed('superseded', { endReason: 'newer-push', supersededBy: OTHER_ID });
  expect(stepsOf(over).map(({ newerPush }) => newerPush)).toEqual([
    null,
    { pushId: OTHER_ID, registrationId: over.registrationId },
    null,
  ]);
});

it('points to the event that the push was made for', () => {
  const merged = { ...pushed('accepted', { eventId: OTHER_ID }), reason: 'merged' } as const;
  expect(stepsOf(merged)[0]).toMatchObject({
    title: 'Push: Merged with other messages',
    otherEvent: OTHER_ID,
  });
  expect(stepsOf(merged, { event: { ...EVENT, id: OTHER_ID } })[0]?.otherEvent).toBeNull();
});

it('ends with the instant until which a push waits', () => {
  const steps = stepsOf(held({ kind: 'merge', eventId: OTHER_ID, dueAt: '2026-11-22T14:05:05.000Z' }));
  expect(steps).toMatchObject([
    { title: 'Push: Merged with other messages', otherEvent: OTHER_ID },
    { title: 'The push waits until then', at: '2026-11-22T14:05:05.000Z' },
  ]);
});

it.each([
  ['was to be made', 'queued', ['Push: Device was out of reach', 'The push was not made']],
  ['was given up by this very event', 'came-back', ['Device came back by itself']],
  ['was given up for its age', 'expired', ['Time to live was over']],
] as const)('says of a push without a row that it %s', (_, reason, titles) => {
  expect(titlesOf({ ...suppressed(reason), pushId: PUSH_ID })).toEqual(titles);
});

it('leads from the row that gave a push up to the one that tells its attempts', () => {
  const over = pushed('superseded', { eventId: OTHER_ID, endReason: 'came-back', attempts: [attempt()] });
  const steps = stepsOf({ ...over, reason: 'came-back' });
  expect(steps).toMatchObject([{ title: 'Device came back by itself', otherEvent: OTHER_ID }]);
});

it.each(['enabled', 'renewed', 'rebound', 'disabled'] as const)('calls %s no missing push', (reason) => {
  expect(titlesOf(suppressed(reason))[0]).not.toContain('Not pushed');
});

it.each([
  ['2026-11-22T14:02:04.000Z', ''],
  ['2026-11-22T14:04:20.012Z', ' The push waited 2 min for its time, or for the app server.'],
])('says that a first attempt at %s had waited: “%s”', (sentAt, text) => {
  const [decided] = stepsOf(pushed('accepted', { attempts: [attempt({ sentAt })] }));
  expect(decided?.text).toBe(
    `A message arrived while no device of the account was connected, so the device was to be woken.${text}`,
  );
});

it('says what a notice is about, and that it was Bellhop who noticed', () => {
  const detail = 'push.app.example answers again.';
  const steps = eventSteps({ ...EVENT, kind: 'notice', reason: 'app-server-back', detail });
  expect(steps.map(({ title }) => title)).toEqual(['Bellhop noticed it', 'App server is back']);
});

it.each(['test-push', 'resend', 'removal'] as const)('says that a person asked for it, of a %s', (kind) => {
  expect(eventSteps({ ...EVENT, kind })[0]?.title).toBe('A person asked for it');
});
