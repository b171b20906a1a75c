import { connectSender, makeRecipients } from './accounts.js';
import { checkDeliveryLog } from './delivery-log.js';
import { Load } from './load.js';
import { readVersions } from './machine.js';
import type { Versions } from './machine.js';
import { measure } from './measure.js';
import type { Figures } from './measure.js';
import type { BenchOptions } from './options.js';
import { startPlace } from './place.js';
import type { Place } from './place.js';
import type { Variant, VariantKind } from './variants.js';

/** One variant measured once, on servers that were started for it. */
export interface Run {
  readonly round: number;
  readonly variant: VariantKind;
  readonly steady: Figures;
  readonly saturated: Figures;
  /** Of the servers; null where Bellhop did not run. */
  readonly versions: Versions | null;
}

export interface RunHooks {
  readonly progress: (text: string) => void;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** Throws WrongPushesError unless every message was pushed exactly once. */
export async function runVariant(
  variant: Variant,
  round: number,
  options: BenchOptions,
  { progress, onStop }: RunHooks,
): Promise<Run> {
  progress('starting the servers');
  const place = await startPlace(variant, onStop);
  try {
    progress(`${options.accounts} accounts log in, and get a first message each`);
    const load = await warmUp(place, options.accounts, onStop);
    const figures = await measureLoads(place, load, options, progress);
    return { round, variant: variant.kind, ...figures, versions: await readVersions(place) };
  } catch (error) {
    // What went wrong is seldom seen from outside.
    for (const line of place.service?.bellhop.log.slice(-20) ?? []) progress(JSON.stringify(line));
    throw error;
  }
}

/** First reads and first compilations happen here, not in what is measured. */
async function warmUp(place: Place, accounts: number, onStop: RunHooks['onStop']): Promise<Load> {
  const recipients = await makeRecipients(place, accounts);
  const sender = await connectSender(place);
  onStop(() => sender.close());
  const load = new Load(sender, recipients, place.appServer);
  await load.saturate(accounts);
  await place.appServer.allArrived();
  return load;
}

async function measureLoads(
  place: Place,
  load: Load,
  { messages, rate, steadySeconds }: BenchOptions,
  progress: RunHooks['progress'],
): Promise<Pick<Run, 'steady' | 'saturated'>> {
  progress(`steady: ${rate * steadySeconds} messages, ${rate} per second`);
  const steady = await measure(place, load, rate * steadySeconds, () =>
    load.steady(rate * steadySeconds, rate),
  );
  progress(`saturated: ${messages} messages`);
  const saturated = await measure(place, load, messages, () => load.saturate(messages));
  if (place.service !== null) {
    progress('comparing with the delivery log');
    await checkDeliveryLog(place.service, load.sent);
  }
  place.appServer.check();
  return { steady, saturated };
}
