import { expect, it } from 'vitest';
import { attemptSteps } from './attempt-steps.js';
import { attempt, failed, unsent } from './log.test-support.js';

const stepsOf = (push: Parameters<typeof attemptSteps>[0]) => attemptSteps(push, 'push.app.example');

it('tells every attempt with the time it was sent and how it ended', () => {
  const attempts = [attempt(), attempt({ interrupted: true }), unsent(), failed('resource-constraint')];
  expect(stepsOf({ outcome: 'deferred', attempts }).map(({ title, at }) => [title, at])).toEqual([
    ['Publish sent', '2026-11-22T14:02:00.010Z'],
    ['No answer', '2026-11-22T14:03:00.010Z'],
    ['Publish sent again (attempt 2)', '2026-11-22T14:02:00.010Z'],
    ['Bellhop was restarted meanwhile', null],
    ['Publish sent again (attempt 3)', '2026-11-22T14:02:00.010Z'],
    ['The chat server did not send it', '2026-11-22T14:02:01.210Z'],
    ['Publish sent again (attempt 4)', '2026-11-22T14:02:00.010Z'],
    ['The app server answered', '2026-11-22T14:02:00.052Z'],
  ]);
});

it('shows the exact answer with the time it took, safe to read as XML', () => {
  const [, answered] = stepsOf({ outcome: 'rejected', attempts: [failed('item-not-found', 'no <device>')] });
  expect(answered).toMatchObject({
    text: 'After 42 ms, in these words:',
    answer: "<error type='cancel'><item-not-found/><text>no &lt;device&gt;</text></error>",
  });
});

it.each(['remote-server-timeout', 'remote-server-not-found'])('says whose answer %s is', (condition) => {
  const [, answered] = stepsOf({ outcome: 'deferred', attempts: [failed(condition)] });
  expect(answered?.title).toBe('The chat server did not reach the app server');
});

it('does not call an attempt failed that may still be answered', () => {
  const attempts = [attempt(), attempt()];
  expect(stepsOf({ outcome: 'pending', attempts }).map(({ title }) => title)).toEqual([
    'Publish sent',
    'No answer',
    'Publish sent again (attempt 2)',
  ]);
});
