import type { EventDto, PushDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { eventSentence } from './event-sentence.js';
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
  unsent,
  waiting,
} from './log.test-support.js';

const merge = { kind: 'merge', eventId: OTHER_ID, dueAt: '2026-11-22T14:05:05.000Z' } as const;
const toldBy = (outcome: PushDto['outcome'], part: Partial<PushDto> = {}) => ({
  ...pushed(outcome, { eventId: OTHER_ID, ...part }),
  reason: 'merged' as const,
});
const givenUp = (reason: 'came-back' | 'expired' | 'merged') => ({
  ...suppressed(reason),
  pushId: PUSH_ID,
});

it.each([
  {
    rule: 'names the outcome of a single push',
    given: { decisions: [pushed('accepted')] },
    text: 'A message arrived while nobody was connected. Pushed to 1 device: accepted by the app server.',
  },
  {
    rule: 'counts the outcomes of several pushes',
    given: { decisions: [pushed('accepted'), pushed('rejected'), pushed('accepted')] },
    text: 'A message arrived while nobody was connected. Pushed to 3 devices: 2 accepted, 1 rejected.',
  },
  {
    rule: 'says when the next attempt comes for one of several',
    given: { decisions: [pushed('accepted'), { ...pushed('deferred'), waiting: waiting() }] },
    text: 'A message arrived while nobody was connected. Pushed to 2 devices: 1 accepted, 1 deferred. The next attempt comes at 14:07:12.',
  },
  {
    rule: 'says why nothing was pushed',
    given: { decisions: [suppressed('enabled-later')] },
    text: 'A message arrived while nobody was connected. Not pushed: push was enabled later.',
  },
  {
    rule: 'says that the quota was used up',
    given: { decisions: [suppressed('quota')] },
    text: 'A message arrived while nobody was connected. Not pushed: quota was used up.',
  },
  {
    rule: 'tells a typing notice from a message',
    given: { importance: 'unimportant', decisions: [pushed('pending')] },
    text: 'Something without text, such as a typing notice, arrived while nobody was connected. Pushed to 1 device: the app server has not answered yet.',
  },
  {
    rule: 'tells a push of its own from one that was made for another event',
    given: { kind: 'queued', decisions: [pushed('accepted'), toldBy('accepted')] },
    text: 'A message arrived for a device that had lost its connection. Pushed to 1 device: accepted by the app server. Told by a shared push to 1 device: accepted by the app server.',
  },
  {
    rule: 'says when a push that waits is made',
    given: { kind: 'unacked', decisions: [held(merge)] },
    text: 'A message was left unconfirmed by a device. A push to 1 device is made at 14:05:05.',
  },
  {
    rule: 'says when the first of several is made',
    given: { kind: 'unacked', decisions: [held(), held(merge)] },
    text: 'A message was left unconfirmed by a device. Pushes to 2 devices wait; the first is made at 14:05:05.',
  },
  {
    rule: 'says that a push was never made',
    given: { decisions: [givenUp('merged')] },
    text: 'A message arrived while nobody was connected. Not pushed: the device came back before, or the push was given up later.',
  },
  {
    rule: 'names the reason where all devices had one',
    given: { kind: 'archived', decisions: [suppressed('session-active')] },
    text: 'A message arrived while a device of the account had a session. Not pushed: device was connected.',
  },
  {
    rule: 'leaves out pushes of before that were given up meanwhile',
    given: { decisions: [pushed('accepted'), givenUp('came-back')] },
    text: 'A message arrived while nobody was connected. Pushed to 1 device: accepted by the app server.',
  },
  {
    rule: 'says why a push that waited was given up',
    given: { kind: 'window', decisions: [givenUp('expired')] },
    text: 'A push that had waited was given up: time to live was over.',
  },
  {
    rule: 'tells that a device was recognised, and was waited for',
    given: {
      kind: 'session',
      state: 'bound',
      decisions: [suppressed('rebound'), givenUp('came-back')],
    },
    text: 'A device connected. It was recognised without enabling push again. A push that waited was not needed any more.',
  },
  {
    rule: 'tells what a session did, and whose it was',
    given: { kind: 'session', state: 'hibernating', detail: 'Resource: phone' },
    text: 'A device lost its connection and may come back. Resource: phone.',
  },
  {
    rule: 'gives the text of a refusal',
    given: { kind: 'enable', reason: 'enable-refused', detail: 'jid is missing' },
    text: 'A device tried to enable push and was refused: jid is missing.',
  },
  {
    rule: 'lets a notice speak for itself',
    given: {
      kind: 'notice',
      account: null,
      reason: 'quota-level',
      detail: '90 % of the 500 pushes of the day have been made.',
    },
    text: '90 % of the 500 pushes of the day have been made.',
  },
  {
    rule: 'says what a notice without details is about',
    given: { kind: 'notice', account: null, reason: 'app-server-back' },
    text: 'An app server that had been paused answered, so the pushes that waited for it are sent.',
  },
] as const satisfies readonly { rule: string; given: Partial<EventDto>; text: string }[])(
  '$rule',
  ({ given, text }) => {
    const decisions = 'decisions' in given ? [...given.decisions] : [];
    expect(eventSentence({ ...EVENT, ...given, decisions }, READING)).toBe(text);
  },
);

/** Of an event for one device. */
it.each([
  {
    rule: 'when an answer is overdue',
    decision: pushed('pending', { attempts: [attempt({ sentAt: '2026-11-22T14:04:10.000Z' })] }),
    text: 'Pushed to 1 device: the app server has not answered yet. Without an answer until 14:05:10 it is tried again.',
  },
  {
    rule: 'which attempt is under way',
    decision: pushed('pending', {
      attempts: [failed('resource-constraint'), attempt({ sentAt: '2026-11-22T14:04:10.000Z' })],
    }),
    text: 'Pushed to 1 device: the app server has not answered yet. This is attempt 2. Without an answer until 14:05:10 it is tried again.',
  },
  {
    rule: 'at which attempt it was accepted',
    decision: pushed('accepted', { attempts: [attempt(), attempt()] }),
    text: 'Pushed to 1 device: accepted by the app server at attempt 2.',
  },
  {
    rule: 'what it was rejected with',
    decision: pushed('rejected', { attempts: [failed('item-not-found')] }),
    text: 'Pushed to 1 device: rejected by the app server (item-not-found).',
  },
  {
    rule: 'why it was not taken, when it is tried again, and until when',
    decision: {
      ...pushed('deferred', { attempts: [attempt(), attempt(), attempt()] }),
      waiting: waiting(),
    },
    text: 'Not taken yet: the app server did not answer (3 attempts). Tried again at 14:07:12, until tomorrow 14:02.',
  },
  {
    rule: 'the exact condition it was put off with',
    decision: { ...pushed('deferred', { attempts: [failed('resource-constraint')] }), waiting: waiting() },
    text: 'Not taken yet: the app server answered “resource-constraint” (1 attempt). Tried again at 14:07:12, until tomorrow 14:02.',
  },
  {
    rule: 'that there was no way to the app server',
    decision: { ...pushed('deferred', { attempts: [failed('remote-server-timeout')] }), waiting: waiting() },
    text: 'Not taken yet: the app server was out of reach, “remote-server-timeout” (1 attempt). Tried again at 14:07:12, until tomorrow 14:02.',
  },
  {
    rule: 'that it did not leave the chat server',
    decision: { ...pushed('deferred', { attempts: [unsent()] }), waiting: waiting() },
    text: 'Not taken yet: the chat server could not send it (1 attempt). Tried again at 14:07:12, until tomorrow 14:02.',
  },
  {
    rule: 'that a restart came between',
    decision: {
      ...pushed('deferred', { attempts: [attempt({ interrupted: true })] }),
      waiting: waiting({ dueAt: '2026-11-22T14:04:59.000Z' }),
    },
    text: 'Not taken yet: Bellhop was restarted before an answer came (1 attempt). Tried again any moment now, until tomorrow 14:02.',
  },
  {
    rule: 'that the shared push is not taken yet, and that its own event counts',
    decision: {
      ...pushed('deferred', { eventId: OTHER_ID, attempts: [attempt()] }),
      waiting: waiting({ dueAt: '2024-11-19T00:00:00.000Z' }),
    },
    text: 'Told by a shared push that was not taken yet: the app server did not answer (1 attempt). Tried again any moment now, until 20 Nov 01:01.',
  },
  {
    rule: 'that it waits for a paused app server',
    decision: held({ kind: 'app-server' }),
    text: 'A push to 1 device waits for push.app.example, which is paused because it does not answer. Tried at 14:07:12, until tomorrow 14:02.',
    pausedDomains: ['push.app.example'],
  },
  {
    rule: 'that it waits for an app server with enough to do',
    decision: held({ kind: 'app-server' }),
    text: 'A push to 1 device waits for push.app.example, which has enough to answer for now. Tried at 14:07:12, until tomorrow 14:02.',
  },
  {
    rule: 'that it waits for the end of an interruption',
    decision: held({ kind: 'backlog' }),
    text: 'A push to 1 device is made when all that happened during an interruption has been read.',
  },
  {
    rule: 'that it was given up after answers that put it off',
    decision: pushed('expired', {
      attempts: [failed('resource-constraint'), failed('resource-constraint')],
      endReason: 'time-to-live',
    }),
    text: 'Given up: the app server answered “resource-constraint”, and its time to live is over (2 attempts).',
  },
  {
    rule: 'that it was given up before it could be sent',
    decision: pushed('expired', { endReason: 'time-to-live' }),
    text: 'Given up: its time to live was over before it could be sent.',
  },
  {
    rule: 'that nobody knows about one that was never answered',
    decision: pushed('unknown', { attempts: [attempt(), attempt()], endReason: 'time-to-live' }),
    text: 'Pushed to 1 device, but never answered, so nobody knows whether it arrived (2 attempts). Its time to live is over.',
  },
  {
    rule: 'no more than is known of an old one',
    decision: pushed('unknown', { attempts: [attempt()] }),
    text: 'Pushed to 1 device: its outcome is not known.',
  },
  {
    rule: 'that a newer one took its place',
    decision: pushed('superseded', {
      attempts: [attempt(), attempt()],
      endReason: 'newer-push',
      supersededBy: OTHER_ID,
    }),
    text: 'Called off after 2 attempts: a newer push took its place.',
  },
  {
    rule: 'that it was ruled out before it was sent',
    decision: pushed('superseded', { endReason: 'policy' }),
    text: 'Called off: the policy or the quota ruled it out.',
  },
])('says of a push $rule', ({ decision, text, pausedDomains = [] }) => {
  const event = { ...EVENT, decisions: [decision] };
  const sentence = eventSentence(event, { ...READING, pausedDomains });
  expect(sentence).toBe(`A message arrived while nobody was connected. ${text}`);
});

it('leaves out until when a push is tried while the time to live is not known', () => {
  const decision = { ...pushed('deferred', { attempts: [attempt()] }), waiting: waiting() };
  const reading = { ...READING, pushTtlSeconds: undefined };
  expect(eventSentence({ ...EVENT, decisions: [decision] }, reading)).toMatch(/Tried again at 14:07:12\.$/);
});
