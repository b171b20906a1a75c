import type { DecisionDto, EventDto, PushDto } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { eventSentence } from './event-sentence.js';

const event: EventDto = {
  id: '019341f0-0000-7000-8000-000000000001',
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
    given: { decisions: [{ ...decided('pending'), reason: 'enabled-later', push: null }] },
    text: 'A message arrived while nobody was connected. Not pushed: push was enabled later.',
  },
  {
    rule: 'tells a typing notice from a message',
    given: { importance: 'unimportant', decisions: [decided('pending')] },
    text: 'Something without text, such as a typing notice, arrived while nobody was connected. Pushed to 1 device: the app server has not answered yet.',
  },
  {
    rule: 'tells what a session did',
    given: { kind: 'session', state: 'hibernating' },
    text: 'A device lost its connection and may come back.',
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
    id: '019341f0-0000-7000-8000-000000000002',
    outcome,
    importance: 'important',
    attempts: [],
    strikes: null,
  };
  return { registrationId: push.id, appServer: 'push.app.example', node: '', reason: 'stored-offline', push };
}
