import type { DecisionDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { decisionSteps } from './timeline-steps.js';

const ID = '019341f0-0000-7000-8000-000000000002';
const EVENT = { id: '019341f0-0000-7000-8000-000000000001' };
const OTHER_ID = '019341f0-0000-7000-8000-000000000003';

const rejected: DecisionDto = {
  registrationId: ID,
  appServer: 'push.app.example',
  node: 'n1',
  reason: 'stored-offline',
  pushId: ID,
  waiting: null,
  push: {
    id: ID,
    eventId: EVENT.id,
    outcome: 'rejected',
    importance: 'important',
    strikes: 2,
    attempts: [
      {
        sentAt: '2026-11-22T14:02:00.010Z',
        answeredAt: '2026-11-22T14:02:00.052Z',
        answer: { kind: 'error', type: 'cancel', condition: 'item-not-found', text: 'no <device>' },
      },
    ],
  },
};

it('goes from the decision over publish and answer to the outcome', () => {
  expect(decisionSteps(rejected, EVENT, 16).map(({ title }) => title)).toEqual([
    'Push: Nobody was connected',
    'Publish sent',
    'The app server answered',
    'Rejected by the app server',
  ]);
});

it('shows the exact answer, safe to read as XML', () => {
  expect(decisionSteps(rejected, EVENT, 16)[2]?.answer).toBe(
    "<error type='cancel'><item-not-found/><text>no &lt;device&gt;</text></error>",
  );
});

it.each([
  [16, 'It was strike 2 of 16 in a row; at 16 the registration is removed.'],
  [2, 'It was strike 2 of 2, so the registration was removed.'],
])('counts the strikes against a limit of %i', (limit, text) => {
  expect(decisionSteps(rejected, EVENT, limit).at(-1)?.text).toContain(text);
});

it('ends with the reason where nothing was pushed', () => {
  const steps = decisionSteps({ ...rejected, reason: 'enabled-later', pushId: null, push: null }, EVENT, 16);
  expect(steps.map(({ title }) => title)).toEqual(['Not pushed: Push was enabled later']);
});

it('ends with the sent publish and the wait while there is no answer', () => {
  const push = {
    ...rejected.push!,
    outcome: 'pending' as const,
    strikes: null,
    attempts: [{ sentAt: '2026-11-22T14:02:00.010Z', answeredAt: null, answer: null }],
  };
  expect(decisionSteps({ ...rejected, push }, EVENT, 16).map(({ title }) => title)).toEqual([
    'Push: Nobody was connected',
    'Publish sent',
    'Waiting for an answer',
  ]);
});

it('points to the event that the push was made for', () => {
  const push = { ...rejected.push!, eventId: OTHER_ID };
  const merged = { ...rejected, reason: 'merged', push } as const;
  expect(decisionSteps(merged, EVENT, 16)[0]).toMatchObject({
    title: 'Push: Merged with other messages',
    otherEvent: OTHER_ID,
  });
  expect(decisionSteps(merged, { id: OTHER_ID }, 16)[0]?.otherEvent).toBeNull();
});

it('ends with the instant until which a push waits', () => {
  const waiting = {
    pushId: ID,
    eventId: OTHER_ID,
    kind: 'merge',
    importance: 'important',
    dueAt: '2026-11-22T14:02:05.000Z',
  } as const;
  const steps = decisionSteps({ ...rejected, reason: 'merged', push: null, waiting }, EVENT, 16);
  expect(steps).toMatchObject([
    { title: 'Push: Merged with other messages', otherEvent: OTHER_ID },
    { title: 'The push waits until then', at: waiting.dueAt },
  ]);
});

it.each([
  ['was to be made', 'queued', ['Push: Device was out of reach', 'The push was not made']],
  ['was given up by this very event', 'came-back', ['Device came back by itself']],
  ['was given up for its age', 'expired', ['Time to live was over']],
] as const)('says of a push without a row that it %s', (_, reason, titles) => {
  const steps = decisionSteps({ ...rejected, reason, push: null }, EVENT, 16);
  expect(steps.map(({ title }) => title)).toEqual(titles);
});

it.each(['enabled', 'renewed', 'rebound', 'disabled'] as const)('calls %s no missing push', (reason) => {
  const [step] = decisionSteps({ ...rejected, reason, pushId: null, push: null }, EVENT, 16);
  expect(step?.title).not.toContain('Not pushed');
});
