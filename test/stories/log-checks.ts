import { eventually } from '../harness/eventually.js';
import type { LogDecision, LogEvent, LogPush } from '../harness/stage.js';
import { expectEqual } from './expect-equal.js';
import type { BellhopSide } from './story-stage.js';
import type { World } from './world.js';
import { isFor } from './world.js';

/**
 * What holds for Bellhop's log at the end of any story: nothing is left undone, each event says what it led to, and
 * the log names as many pushes as the app server got.
 */
export async function expectCompleteLog(world: World): Promise<void> {
  const { bellhop } = world.stage;
  if (bellhop === null) return;
  for (const account of accountsWithPush(world)) {
    const events = await eventually(async () => await settledEvents(bellhop, account, world), {
      what: `everything about ${account} being done`,
    });
    for (const event of events) {
      if (event.reason === null && event.decisions.length === 0)
        throw new Error(`the log does not say what a ${event.kind} led to`);
    }
  }
}

/** Those that the story has given push. */
export function accountsWithPush(world: World): readonly string[] {
  const devices = world.devices.filter(({ targets }) => targets.size > 0);
  return [...new Set(devices.map(({ account }) => account))];
}

async function settledEvents(
  bellhop: BellhopSide,
  account: string,
  world: World,
): Promise<readonly LogEvent[]> {
  const events = await bellhop.eventsOf(account);
  const open = events
    .flatMap(({ decisions }) => decisions)
    .filter(({ node, push, waiting }) => isDue(waiting) || (isPending(push) && !world.unanswered.has(node)));
  if (open.length > 0) throw new Error(`${open.length} pushes wait or are not answered`);
  if (!world.isInterrupted) expectEqual(attemptsIn(events), publishesFor(world, account));
  return events;
}

/** Another attempt may be half an hour away: no story waits for that. */
function isDue(waiting: LogDecision['waiting']): boolean {
  return waiting !== null && waiting.kind !== 'retry';
}

function isPending(push: LogPush | null): boolean {
  return push?.outcome === 'pending';
}

function attemptsIn(events: readonly LogEvent[]): number {
  const pushes = new Map<string, LogPush>();
  for (const { push } of events.flatMap(({ decisions }) => decisions)) if (push) pushes.set(push.id, push);
  return [...pushes.values()].reduce((sum, { attempts }) => sum + attempts.length, 0);
}

function publishesFor(world: World, account: string): number {
  const targets = world.devices
    .filter((device) => device.account === account)
    .flatMap((device) => [...device.targets.values()]);
  const { publishes } = world.stage.appServer;
  return publishes.filter((publish) => targets.some((target) => isFor(publish, target))).length;
}
