import type { DecisionDto, EventDto, PushDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { eventSentence } from './event-sentence.js';

const EVENT_ID = '019341f0-0000-7000-8000-000000000001';
const OTHER_ID = '019341f0-0000-7000-8000-000000000003';
const PUSH_ID = '019341f0-0000-7000-8000-000000000002';

const waits: DecisionDto = {
  registrationId: PUSH_ID,
  appServer: 'push.app.example',
  node: '',
  reason: 'merged',
  pushId: PUSH_ID,
  push: null,
  waiting: {
    pushId: PUSH_ID,
    eventId: OTHER_ID,
    kind: 'merge',
    importance: 'important',
    dueAt: '2026-11-22T14:02:05.000Z',
  },
};

const event: EventDto = {
  id: EVENT_ID,
  at: '2026-11-22T14:02:00.000Z',
  recordedAt: '2026-11-22T14:02:00.012Z',
  kind: 'offline',
  account: 'juliet@capulet.example',
  state: null,
  importance: 'important',
  reason: null,
  detail: null,
  sender: null,
  decisions: [],
};

it.each([
  {
    rule: 'names the outcome of a single push',
    given: { decisions: [decided('accepted')] },
    text: 'A message arrived while nobody was connected. Pushed to 1 device: accepted by the app server.',
  },
  {
    rule: 'counts the outcomes of several pushes',
    given: { decisions: [decided('accepted'), decided('rejected'), decided('accepted')] },
    text: 'A message arrived while nobody was connected. Pushed to 3 devices: 2 accepted, 1 rejected.',
  },
  {
    rule: 'says why nothing was pushed',
    given: { decisions: [{ ...decided('pending'), reason: 'enabled-later', pushId: null, push: null }] },
    text: 'A message arrived while nobody was connected. Not pushed: push was enabled later.',
  },
  {
    rule: 'tells a typing notice from a message',
    given: { importance: 'unimportant', decisions: [decided('pending')] },
    text: 'Something without text, such as a typing notice, arrived while nobody was connected. Pushed to 1 device: the app server has not answered yet.',
  },
  {
    rule: 'tells a push of its own from one that was made for another event',
    given: { kind: 'queued', decisions: [decided('accepted'), toldBy('accepted')] },
    text: 'A message arrived for a device that had lost its connection. Pushed to 1 device: accepted by the app server. Told by a shared push to 1 device: accepted by the app server.',
  },
  {
    rule: 'says that a push waits',
    given: { kind: 'unacked', decisions: [waits] },
    text: 'A message was left unconfirmed by a device. A push to 1 device waits for its time.',
  },
  {
    rule: 'says that a push was never made',
    given: { decisions: [{ ...waits, waiting: null }] },
    text: 'A message arrived while nobody was connected. Not pushed: the device came back before, or the push was given up later.',
  },
  {
    rule: 'names the reason where all devices had one',
    given: {
      kind: 'archived',
      decisions: [{ ...waits, reason: 'session-active', pushId: null, waiting: null }],
    },
    text: 'A message arrived while a device of the account had a session. Not pushed: device was connected.',
  },
  {
    rule: 'leaves out pushes of before that were given up meanwhile',
    given: { decisions: [decided('accepted'), { ...waits, reason: 'came-back', waiting: null }] },
    text: 'A message arrived while nobody was connected. Pushed to 1 device: accepted by the app server.',
  },
  {
    rule: 'says why a push that waited was given up',
    given: { kind: 'window', decisions: [{ ...waits, reason: 'expired', waiting: null }] },
    text: 'A push that had waited was given up: time to live was over.',
  },
  {
    rule: 'tells that a device was recognised, and was waited for',
    given: {
      kind: 'session',
      state: 'bound',
      decisions: [
        { ...waits, reason: 'rebound', pushId: null, waiting: null },
        { ...waits, reason: 'came-back', waiting: null },
      ],
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
] as const satisfies readonly { rule: string; given: Partial<EventDto>; text: string }[])(
  '$rule',
  ({ given, text }) => {
    expect(
      eventSentence({ ...event, ...given, decisions: 'decisions' in given ? [...given.decisions] : [] }),
    ).toBe(text);
  },
);

function decided(outcome: PushDto['outcome']): DecisionDto {
  const push: PushDto = {
    id: PUSH_ID,
    eventId: EVENT_ID,
    outcome,
    importance: 'important',
    attempts: [],
    strikes: null,
  };
  return { ...waits, reason: 'stored-offline', push, waiting: null };
}

function toldBy(outcome: PushDto['outcome']): DecisionDto {
  const { push, ...decision } = decided(outcome);
  return { ...decision, reason: 'merged', push: push && { ...push, eventId: OTHER_ID } };
}
