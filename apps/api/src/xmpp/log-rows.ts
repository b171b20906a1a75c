import type {
  Action,
  Answer,
  Binding,
  Decision,
  Importance,
  Input,
  LastPush,
  Outcome,
  Registration,
  RemovalReason,
} from '@bellhop/push-core';
import { instantOfUuidV7, newUuidV7 } from '../platform/uuid-v7.js';
import type { FactBook, OpenPush } from './fact-book.js';
import { ofKind } from './of-kind.js';
import { NO_WAITING_ROWS, toWaitingRows } from './waiting-rows.js';
import type { WaitingRows } from './waiting-rows.js';

export interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly account: string | null;
  readonly state: string | null;
  readonly ref: string | null;
  readonly archive: string | null;
  readonly importance: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly sender: string | null;
  readonly decisions: readonly Decision[];
}

export interface PushRow {
  readonly id: string;
  /** The instant inside the id: of the first event that the push tells. */
  readonly at: Date;
  readonly eventId: string;
  readonly registrationId: string;
  readonly account: string;
  readonly appServer: string;
  readonly importance: Importance;
  /** For the rules: the newest push of its importance. */
  readonly last: LastPush;
  /** Publishes go out as soon as they are decided. */
  readonly sentAt: Date;
}

export interface SettledPush {
  readonly push: OpenPush;
  readonly outcome: Outcome;
  readonly answer: Answer | null;
  /** By our clock. */
  readonly answeredAt: Date;
  /** Final errors in a row after this one, where it was one. */
  readonly strikes: number | null;
}

/** What one input changes in the database, in the order in which it has to happen. */
export interface LogRows extends WaitingRows {
  readonly purgedAccounts: readonly string[];
  readonly saved: readonly Registration[];
  readonly removed: readonly {
    readonly registrationId: string;
    readonly reason: RemovalReason;
    readonly at: Date;
  }[];
  readonly strikes: readonly { readonly registrationId: string; readonly strikes: number }[];
  readonly bound: readonly { readonly registrationId: string; readonly binding: Binding }[];
  readonly events: readonly EventRow[];
  readonly pushes: readonly PushRow[];
  readonly settled: readonly SettledPush[];
  /** Events of accounts that never had a registration: counted by hour, not kept. */
  readonly counted: readonly { readonly account: string; readonly hour: Date }[];
}

/** A row for an event that could not be read or stored: committed as such, so that nothing waits behind it. */
export function unreadableRows(why: string): LogRows {
  return { ...NO_ROWS, events: [eventWithoutAccount('unreadable', why)] };
}

/** A row for events that were lost before they reached us. */
export function gapRows(detail: string): LogRows {
  return { ...NO_ROWS, events: [eventWithoutAccount('gap', detail)] };
}

function eventWithoutAccount(kind: 'unreadable' | 'gap', detail: string): EventRow {
  const at = new Date();
  return { ...EMPTY_EVENT, id: newUuidV7(at.getTime()), at, kind, reason: kind, detail };
}

const EMPTY_EVENT = {
  account: null,
  state: null,
  ref: null,
  archive: null,
  importance: null,
  sender: null,
  decisions: [],
};

const NO_ROWS: LogRows = {
  ...NO_WAITING_ROWS,
  purgedAccounts: [],
  saved: [],
  removed: [],
  strikes: [],
  bound: [],
  events: [],
  pushes: [],
  settled: [],
  counted: [],
};

/** Turns what was decided for one input into rows. Call before the book takes the actions over. */
export function toLogRows(input: Input, actions: readonly Action[], book: FactBook): LogRows {
  const at = new Date(book.instantOf(input));
  const event = toEventRow(input, actions, at);
  const isCounted = event !== null && !mustBeKept(input, event, book);
  return {
    purgedAccounts: ofKind(actions, 'purge-account').map((action) => action.account),
    saved: ofKind(actions, 'save-registration').map((action) => action.registration),
    removed: ofKind(actions, 'remove-registration').map(({ registrationId, reason }) => ({
      registrationId,
      reason,
      at,
    })),
    strikes: ofKind(actions, 'count-strikes'),
    bound: ofKind(actions, 'bind'),
    events: event === null || isCounted ? [] : [event],
    pushes: toPushRows(actions, event, book),
    settled: toSettled(actions, input.at, book),
    counted: isCounted && isPushSource(input) ? [{ account: input.account, hour: startOfHour(at) }] : [],
    ...toWaitingRows(actions, event?.id ?? null),
  };
}

function toEventRow(input: Input, actions: readonly Action[], at: Date): EventRow | null {
  const record = ofKind(actions, 'record')[0];
  if (record === undefined || !('account' in input)) return null;
  return {
    id: newUuidV7(at.getTime()),
    at,
    kind: kindOf(input),
    account: input.account,
    state: input.kind === 'session' ? input.state : null,
    ref: input.kind === 'stanza' ? input.ref : null,
    archive: input.kind === 'stanza' ? input.archive : null,
    importance: record.importance,
    reason: record.reason,
    detail: record.detail,
    sender: record.sender,
    decisions: record.decisions,
  };
}

function kindOf(input: Input): string {
  if (input.kind === 'stanza') return input.source;
  if (input.kind === 'window-due') return 'window';
  return input.kind === 'account-deleted' ? 'account' : input.kind;
}

function mustBeKept(input: Input, event: EventRow, book: FactBook): boolean {
  if (input.kind === 'enable' || input.kind === 'disable') return true;
  return event.decisions.length > 0 || (event.account !== null && book.isKnown(event.account));
}

function isPushSource(input: Input): input is Extract<Input, { kind: 'stanza' | 'ping' }> {
  return input.kind === 'stanza' || input.kind === 'ping';
}

function toPushRows(actions: readonly Action[], event: EventRow | null, book: FactBook): PushRow[] {
  return ofKind(actions, 'publish').map(({ pushId, registrationId, to, importance, at }) => {
    const waited = book.openWindow(pushId);
    return {
      id: pushId,
      at: new Date(instantOfUuidV7(pushId) ?? book.nowMs),
      // A push that waited belongs to the event that it first waited for.
      eventId: waited?.eventId ?? event?.id ?? '',
      registrationId,
      account: waited?.account ?? event?.account ?? '',
      appServer: to,
      importance,
      last: { pushId, at, sentAt: book.serverNowMs },
      sentAt: new Date(),
    };
  });
}

function toSettled(actions: readonly Action[], at: number, book: FactBook): SettledPush[] {
  return ofKind(actions, 'settle').flatMap(({ pushId, outcome, answer }) => {
    const push = book.openPush(pushId);
    if (push === undefined) return [];
    const strikes = outcome === 'rejected' ? book.strikesOf(push) + 1 : null;
    return [{ push, outcome, answer, answeredAt: book.answeredAt(push, at), strikes }];
  });
}

function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
}
