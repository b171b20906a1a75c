import { describe, expect, it } from 'vitest';
import { checkHistories } from './check.js';
import type { FaultKind, FaultSpan } from './fault.js';
import type { Attempt, DatabaseHistory, EventRow, Histories, PushRow } from './histories.js';
import { soundHistories, timeOf } from './sound-histories.js';

const SOUND = soundHistories();
const { events, pushes } = SOUND.database;

function rulesBroken(histories: Histories): readonly string[] {
  return [...new Set(checkHistories(histories).violations.map(({ rule }) => rule))];
}

function withDatabase(changes: Partial<DatabaseHistory>): Histories {
  return { ...SOUND, database: { ...SOUND.database, ...changes } };
}

function withPush(number: number, changes: Partial<PushRow>): Histories {
  return withDatabase({
    pushes: pushes.map((push, index) => (index === number ? { ...push, ...changes } : push)),
  });
}

function withEvent(number: number, changes: Partial<EventRow>): Histories {
  return withDatabase({
    events: events.map((event, index) => (index === number ? { ...event, ...changes } : event)),
  });
}

/** A fault that begins and ends right where message `number` is sent. */
function faultAt(number: number, kind: FaultKind): FaultSpan {
  const appServer = kind.startsWith('app-server') ? 'push.one.example' : null;
  return { kind, appServer, startedAt: timeOf(number), endedAt: timeOf(number) + 3_000 };
}

const without = <Item>(items: readonly Item[], number: number) =>
  items.filter((_, index) => index !== number);

const ANSWERED = pushes[0]?.attempts[0] as Attempt;
const UNANSWERED: Attempt = { ...ANSWERED, answeredAt: null, answer: null };
const REFUSED: Attempt = {
  ...ANSWERED,
  answer: { kind: 'error', type: 'cancel', condition: 'item-not-found' },
};
const PUT_OFF: Attempt = {
  ...ANSWERED,
  answer: { kind: 'error', type: 'wait', condition: 'resource-constraint' },
};

describe('a run that kept every promise', () => {
  it('shows nothing to find', () => {
    expect(checkHistories(SOUND)).toEqual({ violations: [], tails: [], duplicates: [] });
  });
});

describe('a message', () => {
  const lost = withDatabase({ events: without(events, 3), pushes: without(pushes, 3) });
  const withoutLast: Histories = { ...lost, publishes: without(SOUND.publishes, 3) };

  it('without its event is found', () => {
    expect(rulesBroken(withoutLast)).toEqual(['an acknowledged message has its event']);
  });

  it('that nobody acknowledged may have its event or not', () => {
    const messages = SOUND.messages.map((one, index) =>
      index === 3 ? { ...one, acknowledgedAt: null } : one,
    );
    expect(rulesBroken({ ...SOUND, messages })).toEqual([]);
    const unarchived = messages.map((one, index) => (index === 3 ? { ...one, archive: null } : one));
    expect(rulesBroken({ ...withoutLast, messages: unarchived })).toEqual([]);
  });

  it('that the chat server took along is counted, where a gap says so', () => {
    const faults = [{ ...faultAt(3, 'prosody-killed'), startedAt: timeOf(3) + 500 }];
    const gap: EventRow = {
      ...events[3]!,
      id: 'g',
      kind: 'gap',
      account: null,
      archive: null,
      decisions: [],
    };
    const { database } = withoutLast;
    const told = { ...database, events: [...database.events, { ...gap, recordedAt: timeOf(3) + 2_000 }] };
    expect(checkHistories({ ...withoutLast, database: told, faults })).toEqual({
      violations: [],
      tails: [{ tenant: 'red.example', at: timeOf(3) + 500, messages: 1 }],
      duplicates: [],
    });
    expect(rulesBroken({ ...withoutLast, faults })).toEqual([
      'what a chat server took along is shown as a gap',
    ]);
  });

  it('is not taken along by a chat server that handed over a later one', () => {
    const faults = [{ ...faultAt(3, 'prosody-killed'), startedAt: timeOf(3) + 500 }];
    const earlier: Histories = {
      ...withDatabase({ events: without(events, 2), pushes: without(pushes, 2) }),
      publishes: without(SOUND.publishes, 2),
      faults: [...faults, { ...faultAt(2, 'bellhop-killed'), endedAt: timeOf(3) }],
    };
    expect(rulesBroken(earlier)).toEqual(['an acknowledged message has its event']);
  });

  it('is not taken along by a chat server that ended long after it, when all was well', () => {
    const faults = [{ ...faultAt(3, 'prosody-killed'), startedAt: timeOf(3) + 30_000 }];
    expect(rulesBroken({ ...withoutLast, faults })).toEqual(['an acknowledged message has its event']);
  });

  it('with two events is found', () => {
    const again: EventRow = { ...events[1]!, id: 'again', ref: 'other', decisions: events[1]!.decisions };
    expect(rulesBroken(withDatabase({ events: [...events, again] }))).toEqual([
      'a message has its event once',
    ]);
  });

  it('whose reference comes with another archive id is found', () => {
    expect(rulesBroken(withEvent(1, { ref: 'ref0' }))).toEqual(['a message has its event once']);
  });
});

describe('an event', () => {
  it('of no message is found', () => {
    const stray: EventRow = { ...events[0]!, id: 'stray', ref: 'stray', archive: 'stray' };
    expect(rulesBroken(withDatabase({ events: [...events, stray] }))).toEqual([
      'an event is of a message that was sent',
    ]);
  });

  it('without a decision for a registration is found', () => {
    const undecided = withEvent(1, { decisions: [] });
    expect(rulesBroken(undecided)).toEqual([
      'an event has one decision for each registration',
      'a push belongs to an event',
    ]);
  });

  it('with two decisions for one registration is found', () => {
    const [decision] = events[1]!.decisions;
    expect(rulesBroken(withEvent(1, { decisions: [decision!, decision!] }))).toEqual([
      'an event has one decision for each registration',
    ]);
  });

  it('whose decision has no reason is found', () => {
    const decisions = events[1]!.decisions.map((decision) => ({ ...decision, reason: '' }));
    expect(rulesBroken(withEvent(1, { decisions }))).toEqual(['a decision has a reason']);
  });
});

describe('a push', () => {
  it('that is named and nowhere else is found', () => {
    expect(rulesBroken(withDatabase({ pushes: without(pushes, 0) }))).toContain(
      'a push that a decision names has a fate',
    );
  });

  it('that is over twice is found', () => {
    expect(rulesBroken(withDatabase({ pushes: [...pushes, pushes[0]!] }))).toEqual([
      'a push is over once, or open',
    ]);
  });

  it('that is in flight in the end is found, and one whose time has passed', () => {
    const open = {
      ...pushes[0]!,
      state: 'in-flight',
      dueAt: SOUND.database.readAt + 1_000,
      attempts: [UNANSWERED],
    };
    const inFlight = { pushes: without(pushes, 0), openPushes: [open] };
    expect(rulesBroken(withDatabase(inFlight))).toContain('nothing is under way after the run');
    const late = { ...open, state: 'retry', dueAt: SOUND.database.readAt - 60_000 };
    expect(rulesBroken(withDatabase({ ...inFlight, openPushes: [late] }))).toContain(
      'an attempt that is due is made',
    );
  });

  it('that is tried again later is scheduled', () => {
    const open = {
      ...pushes[0]!,
      state: 'retry',
      dueAt: SOUND.database.readAt + 60_000,
      attempts: [PUT_OFF],
    };
    const { publishes } = SOUND;
    const putOff = publishes.map((one, index) =>
      index === 0 ? { ...one, answer: 'passing-error' as const } : one,
    );
    const histories = withDatabase({ pushes: without(pushes, 0), openPushes: [open] });
    expect(rulesBroken({ ...histories, publishes: putOff })).toEqual([]);
  });

  it('with an attempt after a final answer, or out of order, is found', () => {
    const over = 'no attempt follows a final answer';
    const following = { ...ANSWERED, sentAt: new Date(timeOf(1)).toISOString() };
    expect(rulesBroken(withPush(0, { attempts: [ANSWERED, following] }))).toEqual([over]);
    expect(rulesBroken(withPush(0, { attempts: [REFUSED, following] }))).toContain(over);
    const earlier = { ...ANSWERED, sentAt: new Date(timeOf(-1)).toISOString() };
    expect(rulesBroken(withPush(0, { attempts: [PUT_OFF, earlier] }))).toEqual([
      'the attempts of a push are in order',
    ]);
  });

  it('whose outcome is not what its last answer says is found', () => {
    const rule = 'the outcome of a push is what its final answer says';
    expect(rulesBroken(withPush(0, { attempts: [PUT_OFF] }))).toContain(rule);
    expect(rulesBroken(withPush(0, { outcome: 'rejected' }))).toContain(rule);
    expect(rulesBroken(withPush(0, { outcome: 'expired' }))).toContain(rule);
  });

  it('that is superseded by a push of another registration is found', () => {
    const superseded = { outcome: 'superseded', endReason: 'newer-push', attempts: [UNANSWERED] };
    const histories = withPush(0, { ...superseded, supersededBy: 'p1' });
    const other = histories.database.pushes.map((push) =>
      push.id === 'p1' ? { ...push, registrationId: 'other' } : push,
    );
    expect(rulesBroken({ ...histories, database: { ...histories.database, pushes: other } })).toContain(
      'a push is superseded by one of the same registration',
    );
    expect(rulesBroken(withPush(0, { ...superseded, supersededBy: null }))).toContain(
      'a superseded push names the newer one',
    );
  });
});

describe('a registration', () => {
  const removed = SOUND.database.registrations.map((row) => ({ ...row, removedAt: timeOf(10) }));

  it('that is gone is found', () => {
    const rule = 'a registration outlives every passing fault';
    expect(rulesBroken(withDatabase({ registrations: removed }))).toEqual([rule]);
    expect(rulesBroken(withDatabase({ registrations: [] }))).toContain(rule);
  });

  it('may go when its app server refused it as often as the policy says', () => {
    const refusals = Array.from({ length: SOUND.maxErrors }, () => ({
      ...SOUND.publishes[0]!,
      answer: 'final-error' as const,
      pushId: 'p0',
    }));
    const histories = {
      ...withDatabase({ registrations: removed }),
      publishes: [...SOUND.publishes, ...refusals],
    };
    expect(rulesBroken(histories)).not.toContain('a registration outlives every passing fault');
  });
});

describe('a publish', () => {
  const later = (ms: number) => ({ ...SOUND.publishes[1]!, receivedAt: SOUND.publishes[1]!.receivedAt + ms });
  const twice: Histories = { ...SOUND, publishes: [...SOUND.publishes, later(1_000)] };

  it('that comes twice without a fault is found', () => {
    expect(rulesBroken(twice)).toEqual([
      'every publish is recorded as an attempt of its push',
      'an app server that accepted a push does not get it again',
    ]);
  });

  const known = withPush(1, { attempts: [UNANSWERED, ANSWERED] });
  const secondAttempt = twice.publishes.map((publish, index) =>
    index === twice.publishes.length - 1 ? { ...publish, attempt: 2 } : publish,
  );
  const recordedTwice: Histories = { ...known, publishes: secondAttempt };
  const again = 'an app server that accepted a push does not get it again';
  const recorded = 'every publish is recorded as an attempt of its push';

  it('that comes twice around a fault of Bellhop, the database, the link or the chat server is counted', () => {
    for (const kind of ['bellhop-killed', 'postgres-away', 'link-cut', 'prosody-restarted'] as const) {
      const { violations, duplicates } = checkHistories({ ...recordedTwice, faults: [faultAt(1, kind)] });
      expect(violations).toEqual([]);
      expect(duplicates).toEqual([{ pushId: 'p1', kind: 'again', fault: kind }]);
    }
  });

  it('that comes twice is explained by its app server, and not by a fault far away', () => {
    expect(rulesBroken({ ...recordedTwice, faults: [faultAt(1, 'app-server-slow')] })).toEqual([]);
    expect(rulesBroken({ ...recordedTwice, faults: [faultAt(3, 'bellhop-killed')] })).toEqual([again]);
  });

  it('that was sent again before its answer came is counted, as the log shows both', () => {
    const second = { ...UNANSWERED, sentAt: ANSWERED.sentAt };
    const late = { ...ANSWERED, answeredAt: new Date(timeOf(2)).toISOString() };
    const histories = withPush(1, { attempts: [late, second] });
    expect(checkHistories({ ...histories, publishes: secondAttempt })).toMatchObject({
      violations: [],
      duplicates: [{ pushId: 'p1', kind: 'again', fault: 'late answer' }],
    });
    expect(rulesBroken({ ...recordedTwice, faults: [] })).toEqual([again]);
  });

  it('that is another attempt, and not in the log, is found, whatever failed', () => {
    const histories = { ...twice, publishes: secondAttempt, faults: [faultAt(1, 'postgres-away')] };
    expect(rulesBroken(histories)).toEqual([recorded]);
  });

  it('that is the first attempt once more is counted around a fault on the way', () => {
    const { violations, duplicates } = checkHistories({ ...twice, faults: [faultAt(1, 'postgres-away')] });
    expect(violations).toEqual([]);
    expect(duplicates.map(({ kind }) => kind)).toEqual(['unrecorded', 'again']);
  });

  it('whose push was never committed is counted around a fault on the way, not around one of an app server', () => {
    const unknown = { ...later(0), pushId: 'unknown', answer: 'none' as const, answeredAt: null };
    const histories = { ...SOUND, publishes: [...SOUND.publishes, unknown] };
    expect(checkHistories({ ...histories, faults: [faultAt(1, 'bellhop-killed')] })).toMatchObject({
      violations: [],
      duplicates: [{ pushId: 'unknown', kind: 'unrecorded', fault: 'bellhop-killed' }],
    });
    expect(rulesBroken({ ...histories, faults: [faultAt(1, 'app-server-slow')] })).toEqual([recorded]);
  });

  it('that the log knows nothing of is found', () => {
    const unknown = { ...later(0), pushId: 'unknown', answer: 'none' as const, answeredAt: null };
    expect(rulesBroken({ ...SOUND, publishes: [...SOUND.publishes, unknown] })).toEqual([
      'every publish is recorded as an attempt of its push',
    ]);
  });

  it('that was accepted and is not recorded so is found', () => {
    const histories = withPush(1, { outcome: 'rejected', attempts: [REFUSED] });
    expect(rulesBroken(histories)).toEqual(['a push that an app server accepted is recorded as accepted']);
    expect(rulesBroken({ ...histories, faults: [faultAt(1, 'link-cut')] })).toEqual([]);
  });

  it('that nobody accepted and is recorded so is found', () => {
    expect(rulesBroken({ ...SOUND, publishes: without(SOUND.publishes, 1) })).toEqual([
      'a push that is recorded as accepted was accepted by an app server',
    ]);
  });
});

describe('the process', () => {
  it('that ended by itself, or grew without bounds, is found', () => {
    const process = { rssBytes: [2 ** 30], unexpectedExits: [timeOf(1)] };
    expect(rulesBroken({ ...SOUND, process })).toEqual([
      'Bellhop does not end by itself',
      "Bellhop's memory is bounded",
    ]);
  });
});
