import type { DecisionDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { decisionSteps } from './timeline-steps.js';

const ID = '019341f0-0000-7000-8000-000000000002';

const rejected: DecisionDto = {
  registrationId: ID,
  appServer: 'push.app.example',
  node: 'n1',
  reason: 'stored-offline',
  push: {
    id: ID,
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
  expect(decisionSteps(rejected, 16).map(({ title }) => title)).toEqual([
    'Push: Nobody was connected',
    'Publish sent',
    'The app server answered',
    'Rejected by the app server',
  ]);
});

it('shows the exact answer, safe to read as XML', () => {
  expect(decisionSteps(rejected, 16)[2]?.answer).toBe(
    "<error type='cancel'><item-not-found/><text>no &lt;device&gt;</text></error>",
  );
});

it.each([
  [16, 'It was strike 2 of 16 in a row; at 16 the registration is removed.'],
  [2, 'It was strike 2 of 2, so the registration was removed.'],
])('counts the strikes against a limit of %i', (limit, text) => {
  expect(decisionSteps(rejected, limit).at(-1)?.text).toContain(text);
});

it('ends with the reason where nothing was pushed', () => {
  const steps = decisionSteps({ ...rejected, reason: 'enabled-later', push: null }, 16);
  expect(steps.map(({ title }) => title)).toEqual(['Not pushed: Push was enabled later']);
});

it('ends with the sent publish and the wait while there is no answer', () => {
  const push = {
    ...rejected.push!,
    outcome: 'pending' as const,
    strikes: null,
    attempts: [{ sentAt: '2026-11-22T14:02:00.010Z', answeredAt: null, answer: null }],
  };
  expect(decisionSteps({ ...rejected, push }, 16).map(({ title }) => title)).toEqual([
    'Push: Nobody was connected',
    'Publish sent',
    'Waiting for an answer',
  ]);
});
