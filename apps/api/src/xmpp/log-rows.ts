import type {
  Action,
  AppServer,
  Binding,
  Decision,
  Importance,
  Input,
  LastPush,
  Mark,
  Quota,
  Registration,
  RemovalReason,
} from '@bellhop/push-core';
import { newUuidV7 } from '../platform/uuid-v7.js';
import type { FactBook } from './fact-book.js';
import { ofKind } from './of-kind.js';
import { NO_CHANGES, mergedChanges, pushChangesOf } from './push-changes.js';
import type { PushChanges } from './push-changes.js';
import { startOfHour } from './start-of-hour.js';

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

/** For the rules: the newest push of its importance. */
export interface LastPushRow {
  readonly registrationId: string;
  readonly importance: Importance;
  readonly last: LastPush;
}

/** An app server that is paused, or is not any more. */
export interface AppServerRow {
  readonly domain: string;
  /** null: it works. */
  readonly paused: { readonly until: Date; readonly pauses: number } | null;
}

export interface MarkRow extends Mark {
  readonly account: string;
  readonly expiresAt: Date;
}

/** What one input changes in the database, in the order in which it has to happen. */
export interface LogRows {
  /** Accounts that are gone, with all that is kept about them up to an instant. */
  readonly purges: readonly { readonly account: string; readonly until: Date }[];
  readonly saved: readonly Registration[];
  readonly removed: readonly {
    readonly registrationId: string;
    readonly reason: RemovalReason;
    readonly at: Date;
  }[];
  readonly strikes: readonly { readonly registrationId: string; readonly strikes: number }[];
  readonly bound: readonly { readonly registrationId: string; readonly binding: Binding }[];
  readonly events: readonly EventRow[];
  readonly pushes: PushChanges;
  readonly lastPushes: readonly LastPushRow[];
  readonly marks: readonly MarkRow[];
  readonly quotas: readonly Quota[];
  readonly appServers: readonly AppServerRow[];
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
  purges: [],
  saved: [],
  removed: [],
  strikes: [],
  bound: [],
  events: [],
  pushes: NO_CHANGES,
  lastPushes: [],
  marks: [],
  quotas: [],
  appServers: [],
  counted: [],
};

/** The rows of several inputs as one, in their order. */
export function mergedRows(batch: readonly LogRows[]): LogRows {
  return {
    purges: batch.flatMap(({ purges }) => purges),
    saved: batch.flatMap(({ saved }) => saved),
    removed: batch.flatMap(({ removed }) => removed),
    strikes: batch.flatMap(({ strikes }) => strikes),
    bound: batch.flatMap(({ bound }) => bound),
    events: batch.flatMap(({ events }) => events),
    pushes: mergedChanges(batch.map(({ pushes }) => pushes)),
    lastPushes: batch.flatMap(({ lastPushes }) => lastPushes),
    marks: batch.flatMap(({ marks }) => marks),
    quotas: batch.flatMap(({ quotas }) => quotas),
    appServers: batch.flatMap(({ appServers }) => appServers),
    counted: batch.flatMap(({ counted }) => counted),
  };
}

/** Turns what was decided for one input into rows. Call before the book takes the actions over. */
export function toLogRows(input: Input, actions: readonly Action[], book: FactBook): LogRows {
  const at = new Date(book.instantOf(input));
  const event = toEventRow(input, actions, at);
  const isCounted = event !== null && !mustBeKept(input, event, book);
  return {
    purges: ofKind(actions, 'purge-account').map(({ account }) => ({ account, until: at })),
    saved: ofKind(actions, 'save-registration').map((action) => action.registration),
    removed: ofKind(actions, 'remove-registration').map(({ registrationId, reason }) => ({
      registrationId,
      reason,
      at,
    })),
    strikes: ofKind(actions, 'count-strikes'),
    bound: ofKind(actions, 'bind'),
    events: [...(event === null || isCounted ? [] : [event]), ...toNotices(actions, at)],
    pushes: pushChangesOf(actions, { book, input, eventId: event?.id ?? null }),
    lastPushes: toLastPushes(actions, book),
    marks: ofKind(actions, 'mark').map(({ account, mark, expiresAt }) => ({
      ...mark,
      account,
      expiresAt: new Date(expiresAt),
    })),
    quotas: ofKind(actions, 'note-quota').map(({ quota }) => quota),
    appServers: ofKind(actions, 'note-app-server').flatMap(({ appServer }) =>
      toAppServerRow(appServer, book),
    ),
    counted: isCounted && isPushSource(input) ? [{ account: input.account, hour: startOfHour(at) }] : [],
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

function toNotices(actions: readonly Action[], at: Date): EventRow[] {
  return ofKind(actions, 'notice').map(({ reason, detail }) => ({
    ...EMPTY_EVENT,
    id: newUuidV7(at.getTime()),
    at,
    kind: 'notice',
    reason,
    detail,
  }));
}

function toLastPushes(actions: readonly Action[], book: FactBook): LastPushRow[] {
  return ofKind(actions, 'publish').map(({ pushId, registrationId, importance, at }) => ({
    registrationId,
    importance,
    last: { pushId, at, sentAt: book.serverNowMs },
  }));
}

/** Only that one is paused outlives a restart. */
function toAppServerRow(
  { domain, pausedUntil, pauses }: Omit<AppServer, 'inFlight'>,
  book: FactBook,
): readonly AppServerRow[] {
  if (pausedUntil === book.appServer(domain).pausedUntil) return [];
  return [{ domain, paused: pausedUntil === null ? null : { until: new Date(pausedUntil), pauses } }];
}
