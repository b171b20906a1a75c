import { eventually } from '../harness/eventually.js';
import { readDatabase } from './database-history.js';
import type { Fault } from './fault.js';
import type { Histories } from './histories.js';
import { Injector } from './injector.js';
import { Population, tenantOf } from './population.js';
import { ProcessWatch } from './process-watch.js';
import { Random } from './random.js';
import { comeToRest } from './rest.js';
import { APP_SERVERS, linksOpen, TENANTS } from './scene.js';
import type { Scene } from './scene.js';
import { makeSchedule } from './schedule.js';
import { makeTraffic } from './traffic.js';

export interface RunOptions {
  readonly seed: number;
  /** Each becomes an event. */
  readonly messages: number;
  readonly perSecond: number;
  /** With push from the beginning; a quarter as many enable it in the course of the run. */
  readonly accounts: number;
  readonly senders: number;
  /** Between the beginnings of two faults, on average. */
  readonly faultPauseMs: number;
  /** How long to wait in the end for pushes that are tried again later. */
  readonly patienceMs: number;
  readonly onProgress: (line: string) => void;
}

/** The faults of a run, known before it begins. */
function scheduleOf({ seed, messages, perSecond, faultPauseMs }: RunOptions): readonly Fault[] {
  const durationMs = (messages / perSecond) * 1000;
  return makeSchedule({ seed, durationMs, appServers: APP_SERVERS.length, pauseMs: faultPauseMs });
}

/** Plays a run on a scene that nothing has happened to, and gives what everybody knows about it in the end. */
export async function playRun(scene: Scene, options: RunOptions): Promise<Histories> {
  const random = new Random(options.seed);
  const population = new Population(scene, random);
  for (let number = 1; number <= options.senders; number += 1) await population.addSender(number);
  for (let number = 1; number <= options.accounts; number += 1) {
    await population.addAccount(`account${number}`, tenantOf(number));
  }
  options.onProgress(`${options.accounts} accounts have push`);
  const injector = new Injector(scene);
  const watch = new ProcessWatch(scene.bellhop, () => injector.isHappeningTo('bellhop'));
  const progress = setInterval(() => options.onProgress(describe(population, scene, injector)), PROGRESS_MS);
  try {
    await Promise.all([
      makeTraffic(population.senders, { ...options, accounts: () => population.accounts }, random),
      addNewcomers(population, options),
      injector.play(scheduleOf(options)),
    ]);
    clearInterval(progress);
    options.onProgress('every fault is healed');
    await finish(scene, population, options);
  } finally {
    clearInterval(progress);
    await watch.stop();
  }
  return await gather(scene, population, { injector, watch });
}

/** They enable push while everything goes wrong. */
async function addNewcomers(population: Population, { accounts, messages }: RunOptions): Promise<void> {
  const newcomers = Math.ceil(accounts / 4);
  for (let number = 1; number <= newcomers; number += 1) {
    const due = (messages * number) / (newcomers + 1);
    await eventually(() => assert(population.sent >= due, 'too few messages'), { timeoutMs: NEVER_MS });
    await population.addAccount(`newcomer${number}`, tenantOf(number));
  }
}

async function finish(scene: Scene, population: Population, options: RunOptions): Promise<void> {
  await eventually(() =>
    assert(
      scene.appServers.every(({ isConnected }) => isConnected),
      'an app server is away',
    ),
  );
  await linksOpen(scene);
  const fences: string[] = [];
  for (const { domain } of TENANTS) fences.push(await population.addAccount('fence', domain));
  const [sender] = population.senders;
  // Its connection may have ended without its having noticed.
  await sender?.close();
  await sender?.send(fences);
  await comeToRest(scene, { ...options, fences });
}

async function gather(
  { bellhop, appServers, maxErrors }: Scene,
  population: Population,
  { injector, watch }: { readonly injector: Injector; readonly watch: ProcessWatch },
): Promise<Histories> {
  const database = await readDatabase(bellhop.dataFolder);
  return {
    messages: await population.messages(),
    enabled: population.enabled,
    publishes: appServers.flatMap(({ received }) => received),
    database,
    process: watch.history,
    faults: injector.spans,
    maxErrors,
  };
}

function describe({ sent }: Population, { appServers }: Scene, { spans, underWay }: Injector): string {
  const publishes = appServers.reduce((sum, { received }) => sum + received.length, 0);
  const now = underWay.length === 0 ? '' : `, now ${underWay.join(', ')}`;
  return `${sent} messages, ${publishes} publishes; ${spans.length} faults${now}`;
}

function assert(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

const PROGRESS_MS = 10_000;
const NEVER_MS = 24 * 60 * 60 * 1000;
