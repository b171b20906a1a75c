/** An event with its decisions and pushes, as the API gives them, to be varied by the cases. */
import type { Attempt, DecisionDto, EventDto, PushDto, WaitingPushDto } from '@bellhop/api/contract';
import type { LogReading } from './log-reading.js';

const EVENT_ID = '019341f0-0000-7000-8000-000000000001';
export const PUSH_ID = '019341f0-0000-7000-8000-000000000002';
export const OTHER_ID = '019341f0-0000-7000-8000-000000000003';

export const READING: LogReading = {
  now: Date.parse('2026-11-22T14:05:00.000Z'),
  zone: 'utc',
  pushTtlSeconds: 86_400,
  pausedDomains: [],
};

export const EVENT: EventDto = {
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

/** A push that has been sent and was never answered, unless told otherwise. */
export function attempt(part: Partial<Attempt> = {}): Attempt {
  return { sentAt: '2026-11-22T14:02:00.010Z', answeredAt: null, interrupted: false, answer: null, ...part };
}

/** An attempt that was answered with an error after 42 ms. */
export function failed(condition: string, text: string | null = null): Attempt {
  const answer = { kind: 'error', type: 'cancel', condition, text } as const;
  return attempt({ answeredAt: '2026-11-22T14:02:00.052Z', answer });
}

/** One that was not, because it never left. */
export function unsent(): Attempt {
  const answer = { kind: 'unsent', type: null, condition: null, text: null } as const;
  return attempt({ answeredAt: '2026-11-22T14:02:01.210Z', answer });
}

/** For a later attempt, or for the first one. */
export function waiting(part: Partial<WaitingPushDto> = {}): WaitingPushDto {
  return {
    pushId: PUSH_ID,
    eventId: EVENT_ID,
    kind: 'retry',
    importance: 'important',
    attempt: 4,
    dueAt: '2026-11-22T14:07:12.000Z',
    ...part,
  };
}

/** A decision for which no push was made. */
export function suppressed(reason: DecisionDto['reason']): DecisionDto {
  return {
    registrationId: PUSH_ID,
    appServer: 'push.app.example',
    node: 'n1',
    reason,
    pushId: null,
    push: null,
    waiting: null,
  };
}

/** A decision for which a push was made. */
export function pushed(outcome: PushDto['outcome'], part: Partial<PushDto> = {}): DecisionDto {
  const push: PushDto = {
    id: PUSH_ID,
    eventId: EVENT_ID,
    outcome,
    importance: 'important',
    attempts: [],
    endReason: null,
    supersededBy: null,
    strikes: null,
    ...part,
  };
  return { ...suppressed('stored-offline'), pushId: push.id, push };
}

/** A decision for which a push waits to be made. */
export function held(part: Partial<WaitingPushDto> = {}): DecisionDto {
  return { ...suppressed('merged'), pushId: PUSH_ID, waiting: waiting({ attempt: 1, ...part }) };
}
