import { eventually } from '../../harness/eventually.js';
import type { LogEvent } from '../../harness/stage.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

/** What Bellhop's log says; the original keeps none, so these say nothing there. */
export const logSteps: readonly StepDefinition[] = [
  {
    expression: 'the log says {string} for {device}',
    run: async ({ world }, reason: string, party: Party) => await expectDecision(world, reason, party, ''),
  },
  {
    expression: 'the log says {string} for the {app} of {device}',
    run: async ({ world }, reason: string, app: string, party: Party) =>
      await expectDecision(world, reason, party, app),
  },
  {
    expression: 'the log says {string} about {person}',
    run: async ({ world }, reason: string, person: string) => await expectReason(world, reason, person),
  },
  {
    expression: 'the log shows {device} as removed for {string}',
    run: async ({ world }, party: Party, reason: string) => await expectRemoval(world, party, reason),
  },
];

/** Each decision answers one line of a story, so two lines need two decisions. */
async function expectDecision(world: World, reason: string, party: Party, app: string): Promise<void> {
  const { bellhop } = world.stage;
  if (bellhop === null) return;
  const device = await world.device(party);
  const { contents } = device.target(app);
  const what = `"${reason}" for ${device.name} in the log`;
  await eventually(
    async () => {
      const events = (await bellhop.eventsOf(device.account)).toReversed();
      const said = events.flatMap((event) => decisionsFor(event, contents.node ?? ''));
      const found = said.find((decision) => decision.reason === reason && !world.claimed.has(decision.key));
      if (!found) throw new Error(`it says: ${said.map((decision) => decision.reason).join(', ')}`);
      world.claimed.add(found.key);
    },
    { what },
  );
}

function decisionsFor(
  event: LogEvent,
  node: string,
): readonly { readonly key: string; readonly reason: string }[] {
  return event.decisions
    .filter((decision) => decision.node === node)
    .map(({ registrationId, reason }) => ({ key: `${event.id} ${registrationId}`, reason }));
}

async function expectReason(world: World, reason: string, person: string): Promise<void> {
  const { bellhop } = world.stage;
  if (bellhop === null) return;
  await eventually(
    async () => {
      const events = await bellhop.eventsOf(world.account(person));
      if (!events.some((event) => event.reason === reason))
        throw new Error(`it says: ${events.map((event) => event.reason).join(', ')}`);
    },
    { what: `"${reason}" about ${person} in the log` },
  );
}

async function expectRemoval(world: World, party: Party, reason: string): Promise<void> {
  const { bellhop } = world.stage;
  if (bellhop === null) return;
  const device = await world.device(party);
  await eventually(
    async () => {
      const removals = await bellhop.removalsOf(device.account);
      const found = removals.get(device.target().contents.node ?? '');
      if (found !== reason) throw new Error(`the log says ${found ?? 'that it is there'}`);
    },
    { what: `${device.name} being removed for ${reason}` },
  );
}
