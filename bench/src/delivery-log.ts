import { eventually } from '@bellhop/test/harness/eventually';
import { WrongPushesError } from './counting-app-server.js';
import type { Service } from './place.js';

interface Page {
  readonly events: readonly {
    readonly decisions: readonly { readonly push: { outcome: string } | null }[];
  }[];
  readonly next: string | null;
}

/** Throws WrongPushesError unless the log has one event with one push for each message, all of them accepted. */
export async function checkDeliveryLog(service: Service, messages: number): Promise<void> {
  const patience = { what: `${messages} events with an accepted push each`, timeoutMs: 20_000 };
  await eventually(() => checkOnce(service, messages), patience);
}

async function checkOnce(service: Service, messages: number): Promise<void> {
  const outcomes = await readOutcomes(service);
  const isRight = outcomes.length === messages && outcomes.every((outcome) => outcome === 'accepted');
  if (isRight) return;
  throw new WrongPushesError(`the log has ${countEach(outcomes)}; it should have ${messages} accepted`);
}

function countEach(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'nothing';
}

/** For each event its pushes' outcomes, joined: an event with two pushes shows. */
async function readOutcomes({ api, tenantId }: Service): Promise<readonly string[]> {
  const outcomes: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await api.get<Page>(`/tenants/${tenantId}/events?kind=offline&limit=200${from}`);
    outcomes.push(...page.events.map(outcomeOf));
    cursor = page.next;
  }
  return outcomes;
}

function outcomeOf({ decisions }: Page['events'][number]): string {
  return decisions.map(({ push }) => push?.outcome ?? 'none').join('+') || 'none';
}
