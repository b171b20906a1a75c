import type { EventDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { badgesOf } from './event-badges.js';
import { EVENT, PUSH_ID, held, pushed, suppressed } from './log.test-support.js';

const cameBack = { ...suppressed('came-back'), pushId: PUSH_ID };

const wordsOf = (part: Pick<EventDto, 'kind' | 'reason' | 'decisions'>) =>
  badgesOf({ ...EVENT, ...part }).map(({ word }) => word);

it.each(['offline', 'groupchat', 'archived', 'hibernation', 'queued', 'unacked', 'ping', 'window'] as const)(
  'has for %s one badge for each registration',
  (kind) => {
    const decisions = [
      pushed('accepted'),
      pushed('deferred'),
      held(),
      suppressed('session-active'),
      cameBack,
    ];
    expect(wordsOf({ kind, reason: null, decisions })).toEqual([
      'Accepted',
      'Deferred',
      'To be pushed',
      'Not pushed',
    ]);
  },
);

it('has one for a session, of what it meant', () => {
  const session = { kind: 'session', reason: 'session-state' } as const;
  expect(wordsOf({ ...session, decisions: [] })).toEqual(['Session changed']);
  expect(wordsOf({ ...session, decisions: [cameBack] })).toEqual(['Device came back by itself']);
});

it('has one for a notice, of what it is about', () => {
  expect(wordsOf({ kind: 'notice', reason: 'app-server-paused', decisions: [] })).toEqual([
    'App server paused',
  ]);
});
