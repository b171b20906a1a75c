import { cpuOfFamily, cpuOfProcess } from './cpu.js';
import type { Load } from './load.js';
import type { Place } from './place.js';
import { percentile } from './statistics.js';

/** What one load came to. CPU is user and system time, in microseconds. */
export interface Figures {
  readonly messages: number;
  /** From the first message until the chat server had taken the last and every push had arrived. */
  readonly seconds: number;
  /** Pushes that had not arrived yet when the chat server had taken the last message. */
  readonly pushesBehind: number;
  readonly cpuPerMessage: {
    readonly chatServer: number;
    readonly bellhop: number | null;
    readonly postgres: number | null;
    /** The sender and the app server: this program. */
    readonly bench: number;
  };
  /** From message to push; null where there is no push. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly most: number } | null;
}

/** Measures `work`, which sends `messages` messages and returns when the chat server has taken them. */
export async function measure(
  place: Place,
  load: Load,
  messages: number,
  work: () => Promise<void>,
): Promise<Figures> {
  const { appServer } = place;
  await settle(place, load);
  const before = await readCpu(place);
  appServer.takeDelaysMs();
  const startedAt = performance.now();
  await work();
  const pushesBehind = appServer.awaitedCount;
  await appServer.allArrived();
  const seconds = (performance.now() - startedAt) / 1_000;
  const delaysMs = appServer.takeDelaysMs();
  await settle(place, load);
  const after = await readCpu(place);
  // Settling took a message of its own, inside of what was measured.
  const perMessage = (from: number, to: number) => (to - from) / (messages + 1);
  const perPush = (from: number | null, to: number | null) =>
    from === null || to === null ? null : perMessage(from, to);
  return {
    messages,
    seconds,
    pushesBehind,
    cpuPerMessage: {
      chatServer: perMessage(before.chatServer, after.chatServer),
      bellhop: perPush(before.bellhop, after.bellhop),
      postgres: perPush(before.postgres, after.postgres),
      bench: perMessage(before.bench, after.bench),
    },
    latencyMs: latencyOf(delaysMs),
  };
}

/**
 * Returns when nothing of what was sent is under way: the app server's answers are with the chat server, and one
 * more message has been pushed. Events are taken in order, so Bellhop has committed those before it by then.
 */
async function settle({ appServer, variant }: Place, load: Load): Promise<void> {
  await appServer.answersTaken(variant.host.domain);
  await load.saturate(1);
  await appServer.allArrived();
}

async function readCpu({ prosody, service }: Place) {
  const { user, system } = process.cpuUsage();
  return {
    chatServer: await cpuOfProcess(prosody.pid),
    bellhop: service && (await cpuOfProcess(service.bellhop.pid)),
    postgres: service && (await cpuOfFamily(service.postgresPid)),
    bench: user + system,
  };
}

function latencyOf(delaysMs: readonly number[]): Figures['latencyMs'] {
  if (delaysMs.length === 0) return null;
  return {
    p50: percentile(delaysMs, 0.5),
    p99: percentile(delaysMs, 0.99),
    most: percentile(delaysMs, 1),
  };
}
