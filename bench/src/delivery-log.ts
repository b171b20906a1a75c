import { eventually } from '@bellhop/test/harness/eventually';
import { WrongPushesError } from './expected-pushes.js';
import type { Service } from './place.js';

interface Event {
  readonly kind: string;
  readonly decisions: readonly {
    readonly push: { readonly id: string; readonly outcome: string } | null;
  }[];
}

interface Page {
  readonly events: readonly Event[];
  readonly next: string | null;
}

export interface ExpectedLog {
  readonly pushes: number;
  /** Messages to accounts without session, each told by one push; null where the accounts had sessions. */
  readonly offlineMessages: number | null;
}

/** Throws WrongPushesError unless the log has exactly the pushes and messages that there were, all accepted. */
export async function checkDeliveryLog(service: Service, expected: () => ExpectedLog): Promise<void> {
  const patience = { what: 'the delivery log being complete', timeoutMs: 20_000 };
  await eventually(async () => checkOnce(await readEvents(service), expected()), patience);
}

function checkOnce(events: readonly Event[], { pushes, offlineMessages }: ExpectedLog): void {
  const outcomes = new Map(
    events.flatMap(({ decisions }) =>
      decisions.flatMap(({ push }) => (push ? [[push.id, push.outcome]] : [])),
    ),
  );
  expectAccepted('pushes', [...outcomes.values()], pushes);
  if (offlineMessages === null) return;
  const messages = events.filter(({ kind }) => kind === 'offline');
  expectAccepted('messages', messages.map(outcomeOf), offlineMessages);
}

function expectAccepted(what: string, outcomes: readonly string[], count: number): void {
  if (outcomes.length === count && outcomes.every((outcome) => outcome === 'accepted')) return;
  throw new WrongPushesError(`the log has ${what}: ${countEach(outcomes)}; it should have ${count} accepted`);
}

function countEach(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'nothing';
}

async function readEvents({ api, tenantId }: Service): Promise<readonly Event[]> {
  const events: Event[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await api.get<Page>(`/tenants/${tenantId}/events?limit=200${from}`);
    events.push(...page.events);
    cursor = page.next;
  }
  return events;
}

/** The outcomes of an event's pushes, joined: an event with two pushes shows. */
function outcomeOf({ decisions }: Event): string {
  return decisions.map(({ push }) => push?.outcome ?? 'none').join('+') || 'none';
}
