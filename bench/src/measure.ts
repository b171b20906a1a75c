import { setTimeout as delay } from 'node:timers/promises';
import { measureAllocatedKb } from './allocation.js';
import { cpuOfFamily, cpuOfProcess } from './cpu.js';
import type { Place } from './place.js';
import type { Load } from './scenarios.js';
import { percentile } from './statistics.js';
import type { Traffic } from './traffic.js';

/** What one load came to. CPU is user and system time, in microseconds. */
export interface Figures {
  readonly messages: number;
  readonly pushes: number;
  /** From the first message until the chat server had taken the last and every push had arrived. */
  readonly seconds: number;
  /** Pushes that had not arrived yet when the chat server had taken the last message. */
  readonly pushesBehind: number;
  /** Memory that the chat server took, in KB; measured over fewer messages, before everything else. */
  readonly allocatedKbPerMessage: number;
  readonly cpuPerMessage: {
    readonly chatServer: number;
    readonly bellhop: number | null;
    readonly postgres: number | null;
    /** The sender and the app server: this program. */
    readonly bench: number;
  };
  /** From message to push; in a burst from the first message. Null where there is no push. */
  readonly latencyMs: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly most: number;
  } | null;
}

/** The servers, the traffic, and how long it is silent after each load. */
export interface Measured {
  readonly place: Place;
  readonly traffic: Traffic;
  readonly silenceMs: number;
}

/**
 * Returns when nothing of what was sent is under way: the app server's answers are with the chat server, and one
 * more message has been pushed. Events are taken in order, so Bellhop has committed those before it by then.
 */
export async function settle({ place, traffic, silenceMs }: Measured): Promise<void> {
  const { appServer, variant } = place;
  await delay(silenceMs);
  await appServer.allArrived();
  await appServer.answersTaken(variant.host.domain);
  await traffic.mark();
  await appServer.allArrived();
}

/** What the chat server allocates for each message of a load, in KB. Begins and ends with everything settled. */
export async function measureMemory(measured: Measured, load: Load): Promise<number> {
  const { place, traffic } = measured;
  const { messagesForMemory } = load;
  const allocatedKb = await measureAllocatedKb(place.prosody, async () => {
    await load.send(traffic, messagesForMemory);
    await settle(measured);
  });
  return perMessage(allocatedKb, messagesForMemory);
}

/** Everything else about a load. Begins and ends with everything settled. */
export async function measureTime(
  measured: Measured,
  load: Load,
): Promise<Omit<Figures, 'allocatedKbPerMessage'>> {
  const { place, traffic } = measured;
  const { appServer } = place;
  const { messages } = load;
  const before = await readCpu(place);
  const arrivedBefore = appServer.pushes.arrivedCount;
  appServer.pushes.takeDelaysMs();
  const startedAt = performance.now();
  await load.send(traffic, messages);
  const pushesBehind = appServer.pushes.awaitedCount;
  await appServer.allArrived();
  const seconds = (performance.now() - startedAt) / 1_000;
  const delaysMs = appServer.pushes.takeDelaysMs();
  const pushes = appServer.pushes.arrivedCount - arrivedBefore;
  await settle(measured);
  const after = await readCpu(place);
  return {
    messages,
    pushes,
    seconds,
    pushesBehind,
    cpuPerMessage: {
      chatServer: perMessage(after.chatServer - before.chatServer, messages),
      bellhop: perMessageOfService(before.bellhop, after.bellhop, messages),
      postgres: perMessageOfService(before.postgres, after.postgres, messages),
      bench: perMessage(after.bench - before.bench, messages),
    },
    latencyMs: latencyOf(delaysMs),
  };
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

// Settling took a message of its own, inside of what was measured.
function perMessage(total: number, messages: number): number {
  return total / (messages + 1);
}

function perMessageOfService(from: number | null, to: number | null, messages: number): number | null {
  return from === null || to === null ? null : perMessage(to - from, messages);
}

function latencyOf(delaysMs: readonly number[]): Figures['latencyMs'] {
  if (delaysMs.length === 0) return null;
  return {
    p50: percentile(delaysMs, 0.5),
    p90: percentile(delaysMs, 0.9),
    p99: percentile(delaysMs, 0.99),
    most: percentile(delaysMs, 1),
  };
}
