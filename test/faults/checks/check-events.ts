import type { FaultSpan } from '../fault.js';
import type { EventRow, Histories, SentMessage } from '../histories.js';
import { groupBy } from '../group-by.js';
import { disturbedSince } from './near-faults.js';
import type { LostTail, Violation } from './violation.js';

export interface EventCheck {
  readonly violations: readonly Violation[];
  readonly tails: readonly LostTail[];
}

/** Every message that the chat server dealt with has its event once; only a chat server that ends may take some along. */
export function checkEvents({ messages, database, faults }: Histories): EventCheck {
  const events = database.events.filter(({ kind }) => kind === 'offline');
  const byArchive = groupBy(events, ({ account, archive }) => `${account} ${archive}`);
  const known = new Set(messages.map(({ account, archive }) => `${account} ${archive}`));
  const lost = messages.filter((message) => isLost(message, byArchive));
  const { tails, unexplained } = explain(lost, events, faults);
  return {
    violations: [
      ...unexplained.map(toViolation),
      ...[...byArchive.values()].filter((rows) => rows.length > 1).map(twice),
      ...[...groupBy(events, ({ account, ref }) => `${account} ${ref}`).values()]
        .filter(hasSeveralArchives)
        .map(sameRef),
      ...events.filter(({ account, archive }) => !known.has(`${account} ${archive}`)).map(ofNobody),
      ...tails.flatMap((tail) => gapOf(tail, database.events)),
    ],
    tails,
  };
}

function isLost(message: SentMessage, byArchive: ReadonlyMap<string, unknown>): boolean {
  if (message.acknowledgedAt === null) return false;
  return message.archive === null || !byArchive.has(`${message.account} ${message.archive}`);
}

interface Explained {
  readonly tails: readonly LostTail[];
  readonly unexplained: readonly SentMessage[];
}

function explain(
  lost: readonly SentMessage[],
  events: readonly EventRow[],
  faults: readonly FaultSpan[],
): Explained {
  const ends = findEnds(events, faults);
  const unexplained: SentMessage[] = [];
  const tails = new Map<string, LostTail>();
  for (const message of lost) {
    const end = ends.find((one) => isInTail(message, one));
    if (!end) {
      unexplained.push(message);
      continue;
    }
    const before = tails.get(`${end.tenant} ${end.at}`)?.messages ?? 0;
    tails.set(`${end.tenant} ${end.at}`, { tenant: end.tenant, at: end.at, messages: before + 1 });
  }
  return { tails: [...tails.values()], unexplained };
}

/** An end of the chat server, as one tenant saw it. */
interface End {
  readonly tenant: string;
  readonly at: number;
  /** Since when events may have been waiting. */
  readonly since: number;
  /** When the newest event happened that was handed over before. */
  readonly handedOverTo: number;
}

function findEnds(events: readonly EventRow[], faults: readonly FaultSpan[]): readonly End[] {
  const ends = faults.filter(({ kind }) => kind === 'prosody-killed' || kind === 'prosody-restarted');
  return [...groupBy(events, ({ tenant }) => tenant)].flatMap(([tenant, ofTenant]) =>
    ends.map(({ startedAt: at }) => ({
      tenant,
      at,
      since: disturbedSince(faults, at),
      handedOverTo: ofTenant.reduce(
        (newest, event) => (event.at < at ? Math.max(newest, event.at) : newest),
        0,
      ),
    })),
  );
}

/** Events are handed over in order: what is lost with the chat server has nothing after it that was handed over before. */
function isInTail(message: SentMessage, { tenant, at, since, handedOverTo }: End): boolean {
  const acknowledgedAt = message.acknowledgedAt ?? Infinity;
  if (tenantOf(message) !== tenant || message.sentAt > at + ENDING_MS) return false;
  return acknowledgedAt >= since && acknowledgedAt >= handedOverTo;
}

/** A chat server that is told to end goes on for a moment. */
const ENDING_MS = 1_000;

function gapOf({ tenant, at, messages }: LostTail, events: readonly EventRow[]): readonly Violation[] {
  const hasGap = events.some(
    (event) => event.kind === 'gap' && event.tenant === tenant && event.recordedAt >= at,
  );
  if (hasGap) return [];
  const seen = `${messages} messages of ${tenant} were lost at ${say(at)}, and no row says so`;
  return [{ rule: 'what a chat server took along is shown as a gap', seen }];
}

function toViolation({ id, account, sentAt, archive }: SentMessage): Violation {
  const where = archive === null ? 'not in the archive' : `archived as ${archive}`;
  return {
    rule: 'an acknowledged message has its event',
    seen: `${id} to ${account}, sent at ${say(sentAt)}, ${where}`,
  };
}

function twice(rows: readonly EventRow[]): Violation {
  const ids = rows.map(({ id }) => id).join(', ');
  return { rule: 'a message has its event once', seen: `${rows[0]?.account} ${rows[0]?.archive}: ${ids}` };
}

function hasSeveralArchives(rows: readonly EventRow[]): boolean {
  return new Set(rows.map(({ archive }) => archive)).size > 1;
}

function sameRef(rows: readonly EventRow[]): Violation {
  const ids = rows.map(({ id }) => id).join(', ');
  return { rule: 'a message has its event once', seen: `the same reference in ${ids}` };
}

function ofNobody({ id, account, archive }: EventRow): Violation {
  return {
    rule: 'an event is of a message that was sent',
    seen: `${id} of ${account}, archived as ${archive}`,
  };
}

function tenantOf({ account }: SentMessage): string {
  return account.slice(account.indexOf('@') + 1);
}

function say(at: number): string {
  return new Date(at).toISOString();
}
