import type { EventRow, Histories, PushRow, ReceivedPublish, SentMessage } from './histories.js';

/** When the run of the samples begins; its messages follow a minute apart, and the faults lie far from them. */
const START = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;

const MESSAGES = 4;

/** A small run that kept every promise: each message to alice has its event and a push that was accepted. */
export function soundHistories(): Histories {
  const numbers = Array.from({ length: MESSAGES }, (_, number) => number);
  return {
    messages: numbers.map(message),
    enabled: [{ account: ALICE, appServer: APP_SERVER, node: 'alice-node', enabledAt: START - MINUTE }],
    publishes: numbers.map(publish),
    database: {
      readAt: START + 60 * MINUTE,
      events: numbers.map(event),
      pushes: numbers.map(push),
      openPushes: [],
      registrations: [
        {
          id: 'r1',
          account: ALICE,
          appServer: APP_SERVER,
          node: 'alice-node',
          removedAt: null,
          removalReason: null,
        },
      ],
    },
    process: { rssBytes: [150_000_000], unexpectedExits: [] },
    faults: [],
    maxErrors: 16,
  };
}

export function timeOf(number: number): number {
  return START + number * MINUTE;
}

const ALICE = 'alice@red.example';
const APP_SERVER = 'push.one.example';

function message(number: number): SentMessage {
  const sentAt = timeOf(number);
  return { id: `m${number}`, account: ALICE, sentAt, acknowledgedAt: sentAt + 20, archive: `a${number}` };
}

function event(number: number): EventRow {
  const at = timeOf(number) + 10;
  return {
    id: `e${number}`,
    tenant: 'red.example',
    at,
    recordedAt: at + 30,
    kind: 'offline',
    account: ALICE,
    ref: `ref${number}`,
    archive: `a${number}`,
    reason: null,
    detail: null,
    decisions: [{ registrationId: 'r1', reason: 'stored-offline', pushId: `p${number}` }],
  };
}

function push(number: number): PushRow {
  const sentAt = new Date(timeOf(number) + 40).toISOString();
  const answeredAt = new Date(timeOf(number) + 60).toISOString();
  return {
    id: `p${number}`,
    eventId: `e${number}`,
    registrationId: 'r1',
    outcome: 'accepted',
    endReason: null,
    supersededBy: null,
    attempts: [{ sentAt, answeredAt, answer: { kind: 'result', type: null, condition: null } }],
  };
}

function publish(number: number): ReceivedPublish {
  return {
    appServer: APP_SERVER,
    node: 'alice-node',
    pushId: `p${number}`,
    attempt: 1,
    receivedAt: timeOf(number) + 45,
    answer: 'result',
    answeredAt: timeOf(number) + 46,
  };
}
