import { connectSender, makeRecipient, makeRecipients } from './accounts.js';
import { checkDeliveryLog } from './delivery-log.js';
import { readVersions } from './machine.js';
import type { Versions } from './machine.js';
import { measureMemory, measureTime, settle } from './measure.js';
import type { Figures, Measured } from './measure.js';
import type { BenchOptions } from './options.js';
import { startPlace } from './place.js';
import type { Place } from './place.js';
import type { LoadKind, Scenario, ScenarioKind } from './scenarios.js';
import { MESSAGES_PER_BURST, Traffic } from './traffic.js';
import { APP_SERVERS } from './variants.js';
import type { Variant, VariantKind } from './variants.js';

/** One variant measured once in one scenario, on servers that were started for it. */
export interface Run {
  readonly round: number;
  readonly scenario: ScenarioKind;
  readonly variant: VariantKind;
  /** Of the scenario's loads. */
  readonly figures: Partial<Readonly<Record<LoadKind, Figures>>>;
  /** Of the servers; null where Bellhop did not run. */
  readonly versions: Versions | null;
}

/** Which run it is. */
export type Plan = Pick<Run, 'round'> & { readonly scenario: Scenario; readonly variant: Variant };

export interface RunHooks {
  readonly progress: (text: string) => void;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** Throws WrongPushesError unless exactly those pushes were made that have to be. */
export async function runPlan(plan: Plan, options: BenchOptions, hooks: RunHooks): Promise<Run> {
  const { round, scenario, variant } = plan;
  hooks.progress('starting the servers');
  const place = await startPlace(variant, hooks.onStop);
  try {
    const traffic = await warmUp(place, scenario, options, hooks);
    const figures = await measureLoads(
      { place, traffic, silenceMs: scenario.silenceMs },
      plan,
      options,
      hooks,
    );
    await check(place, traffic, scenario);
    return {
      round,
      scenario: scenario.kind,
      variant: variant.kind,
      figures,
      versions: await readVersions(place),
    };
  } catch (error) {
    // What went wrong is seldom seen from outside.
    for (const line of place.service?.bellhop.log.slice(-20) ?? []) hooks.progress(JSON.stringify(line));
    throw error;
  }
}

/** First reads and first compilations happen here, not in what is measured. */
async function warmUp(
  place: Place,
  scenario: Scenario,
  options: BenchOptions,
  { progress, onStop }: RunHooks,
): Promise<Traffic> {
  const accounts = scenario.accounts(options);
  progress(`${accounts} accounts log in, and get a first message each`);
  const recipients = await makeRecipients(place, accounts, scenario.absence);
  const marker = await makeRecipient(place, {
    user: 'marker',
    appServer: APP_SERVERS[0],
    absence: 'offline',
  });
  const sender = await connectSender(place);
  onStop(() => sender.close());
  const pushesPerBurst = pushesOfBurst(scenario, place.variant);
  const traffic = new Traffic({ sender, recipients, marker, pushes: place.appServer.pushes, pushesPerBurst });
  await traffic.saturate(accounts);
  await traffic.mark();
  return traffic;
}

/** The first push of a merged burst is made at once; a hibernating session has one for all within a second. */
function pushesOfBurst({ absence }: Scenario, { mergeWindowSeconds }: Variant): number {
  if (absence === 'hibernating') return 1;
  return (mergeWindowSeconds ?? 0) > 0 ? 2 : MESSAGES_PER_BURST;
}

/** Memory first: it does not depend on what was before, but the collector's work on everything that is kept. */
async function measureLoads(
  measured: Measured,
  { scenario }: Plan,
  options: BenchOptions,
  { progress }: RunHooks,
): Promise<Run['figures']> {
  const figures: Partial<Record<LoadKind, Figures>> = {};
  const loads = scenario.loads(options);
  const memory = new Map<LoadKind, number>();
  await settle(measured);
  for (const load of loads.filter(({ messagesForMemory }) => messagesForMemory > 0)) {
    progress(`memory, ${load.kind}: ${load.messagesForMemory} messages`);
    memory.set(load.kind, await measureMemory(measured, load));
  }
  for (const load of loads) {
    progress(`time, ${load.kind}: ${load.messages} messages`);
    const allocatedKbPerMessage = memory.get(load.kind) ?? Number.NaN;
    figures[load.kind] = { allocatedKbPerMessage, ...(await measureTime(measured, load)) };
  }
  return figures;
}

async function check({ appServer, service }: Place, { sent }: Traffic, { absence }: Scenario): Promise<void> {
  appServer.pushes.check();
  if (service === null) return;
  const offlineMessages = absence === 'offline' ? sent : null;
  await checkDeliveryLog(service, () => ({ pushes: appServer.pushes.arrivedCount, offlineMessages }));
}
