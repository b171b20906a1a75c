import type { DecisionDto, EventDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { badgesOf } from './event-badges.js';

const ID = '019341f0-0000-7000-8000-000000000002';

const waits: DecisionDto = {
  registrationId: ID,
  appServer: 'push.app.example',
  node: '',
  reason: 'merged',
  pushId: ID,
  push: null,
  waiting: {
    pushId: ID,
    eventId: ID,
    kind: 'merge',
    importance: 'important',
    dueAt: '2026-11-22T14:02:05.000Z',
  },
};
const accepted: DecisionDto = {
  ...waits,
  waiting: null,
  push: { id: ID, eventId: ID, outcome: 'accepted', importance: 'important', attempts: [], strikes: null },
};
const cameBack: DecisionDto = { ...waits, reason: 'came-back', waiting: null };
const active: DecisionDto = { ...waits, reason: 'session-active', pushId: null, waiting: null };

const wordsOf = (part: Pick<EventDto, 'kind' | 'reason' | 'decisions'>) =>
  badgesOf({
    id: ID,
    at: '2026-11-22T14:02:00.000Z',
    recordedAt: '2026-11-22T14:02:00.000Z',
    account: 'juliet@capulet.example',
    state: null,
    importance: 'important',
    detail: null,
    sender: null,
    ...part,
  }).map(({ word }) => word);

it.each(['offline', 'groupchat', 'archived', 'hibernation', 'queued', 'unacked', 'ping', 'window'] as const)(
  'has for %s one badge for each registration',
  (kind) => {
    const decisions = [accepted, waits, active, cameBack];
    expect(wordsOf({ kind, reason: null, decisions })).toEqual(['Accepted', 'To be pushed', 'Not pushed']);
  },
);

it('has one for a session, of what it meant', () => {
  const session = { kind: 'session', reason: 'session-state' } as const;
  expect(wordsOf({ ...session, decisions: [] })).toEqual(['Session changed']);
  expect(wordsOf({ ...session, decisions: [cameBack] })).toEqual(['Device came back by itself']);
});
