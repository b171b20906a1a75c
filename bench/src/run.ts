import { connectSender, makeRecipients } from './accounts.js';
import { checkDeliveryLog } from './delivery-log.js';
import { Load } from './load.js';
import { readVersions } from './machine.js';
import type { Versions } from './machine.js';
import { measure } from './measure.js';
import type { Figures } from './measure.js';
import type { BenchOptions } from './options.js';
import { startPlace } from './place.js';
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
  progress(`${options.accounts} accounts log in, and get a first message each`);
  const recipients = await makeRecipients(place, options.accounts);
  const sender = await connectSender(place);
  onStop(() => sender.close());
  const load = new Load(sender, recipients, place.appServer);
  await load.saturate(options.accounts);
  await place.appServer.allArrived();

  const steadyMessages = options.rate * options.steadySeconds;
  progress(`steady: ${steadyMessages} messages, ${options.rate} per second`);
  const steady = await measure(place, load, steadyMessages, () => load.steady(steadyMessages, options.rate));
  progress(`saturated: ${options.messages} messages`);
  const saturated = await measure(place, load, options.messages, () => load.saturate(options.messages));

  if (place.service !== null) {
    progress('comparing with the delivery log');
    await checkDeliveryLog(place.service, load.sent);
  }
  place.appServer.check();
  return { round, variant: variant.kind, steady, saturated, versions: await readVersions(place) };
}
