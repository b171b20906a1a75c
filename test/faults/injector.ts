import { setTimeout as delay } from 'node:timers/promises';
import type { Bellhop } from '../harness/bellhop.js';
import type { AppServerMode } from './app-server-mode.js';
import type { Fault, FaultKind, FaultSpan, Part } from './fault.js';
import { FAULTS, placeOf } from './fault.js';
import type { FaultyAppServer } from './faulty-app-server.js';
import { occupyPort, postgresAnswers, signalPostgres } from './postgres-faults.js';
import { linksOpen } from './scene.js';
import type { Scene } from './scene.js';

/** Makes faults happen: those of one place one after another, all others whenever their time has come. */
export class Injector {
  readonly #spans: FaultSpan[] = [];
  readonly #underWay = new Set<FaultKind>();
  readonly #places = new Map<string, Promise<void>>();

  constructor(private readonly scene: Scene) {}

  /** The faults that are over, in the order in which they ended. */
  get spans(): readonly FaultSpan[] {
    return this.#spans;
  }

  /** What is going wrong at this moment. */
  get underWay(): readonly FaultKind[] {
    return [...this.#underWay];
  }

  isHappeningTo(part: Part): boolean {
    return this.underWay.some((kind) => FAULTS[kind].part === part);
  }

  /** Resolves when the last fault is over and healed. */
  async play(schedule: readonly Fault[]): Promise<void> {
    const startedAt = performance.now();
    const all: Promise<void>[] = [];
    for (const fault of schedule) {
      await delay(Math.max(0, startedAt + fault.atMs - performance.now()));
      all.push(this.#afterOthersOf(placeOf(fault), () => this.#happen(fault)));
    }
    await Promise.all(all);
  }

  #afterOthersOf(place: string, happen: () => Promise<void>): Promise<void> {
    const turn = (this.#places.get(place) ?? Promise.resolve()).then(happen);
    this.#places.set(place, turn);
    return turn;
  }

  async #happen(fault: Fault): Promise<void> {
    const { kind } = fault;
    const appServer = fault.appServer === null ? null : this.#appServer(fault);
    const startedAt = Date.now();
    this.#underWay.add(kind);
    await HAPPENINGS[kind](this.scene, fault);
    if (FAULTS[kind].part !== 'app-server') await this.#recovered();
    this.#underWay.delete(kind);
    this.#spans.push({ kind, appServer: appServer?.jid ?? null, startedAt, endedAt: Date.now() });
  }

  // Bellhop notices a broken link a moment later; until then the link still counts as open.
  async #recovered(): Promise<void> {
    await delay(NOTICE_MS);
    await linksOpen(this.scene);
  }

  #appServer({ appServer }: Fault): FaultyAppServer {
    return appServerOf(this.scene, appServer);
  }
}

type Happening = (scene: Scene, fault: Fault) => Promise<void>;

const HAPPENINGS: Readonly<Record<FaultKind, Happening>> = {
  'bellhop-killed': async ({ bellhop }, { forMs }) => {
    await bellhop.kill();
    await delay(forMs);
    await startAgain(bellhop);
  },
  'bellhop-restarted': async ({ bellhop }, { forMs }) => {
    await bellhop.halt();
    await delay(forMs);
    await startAgain(bellhop);
  },
  'bellhop-stopped': async ({ bellhop }, { forMs }) => {
    bellhop.suspend();
    await delay(forMs);
    bellhop.wake();
  },
  'postgres-killed': ({ bellhop }) => endPostgres(bellhop, 'SIGKILL'),
  'postgres-restarted': ({ bellhop }) => endPostgres(bellhop, 'SIGINT'),
  'postgres-away': async ({ bellhop }, { forMs }) => {
    const port = await signalPostgres(bellhop.dataFolder, 'SIGQUIT');
    await occupyPort(port, forMs);
    await postgresAnswers(bellhop.dataFolder);
  },
  'prosody-killed': async ({ prosody }, { forMs }) => {
    await prosody.kill();
    await delay(forMs);
    await prosody.start();
  },
  'prosody-restarted': async ({ prosody }, { forMs }) => {
    await prosody.halt();
    await delay(forMs);
    await prosody.start();
  },
  'link-cut': async ({ link }, { forMs }) => {
    link.cut();
    await delay(forMs);
    link.heal();
  },
  'link-half-open': async ({ link }, { forMs }) => {
    link.swallow();
    await delay(forMs);
    link.heal();
  },
  'app-server-slow': behaving('slow'),
  'app-server-silent': behaving('silent'),
  'app-server-overloaded': behaving('overloaded'),
  'app-server-refusing': behaving('refusing'),
  'app-server-away': async (scene, { appServer, forMs }) => {
    const away = appServerOf(scene, appServer);
    await away.goAway();
    await delay(forMs);
    away.comeBack();
  },
};

function behaving(mode: AppServerMode): Happening {
  return async (scene, { appServer, forMs }) => {
    const changed = appServerOf(scene, appServer);
    changed.mode = mode;
    await delay(forMs);
    changed.mode = 'well';
  };
}

function appServerOf({ appServers }: Scene, number: number | null): FaultyAppServer {
  const found = appServers[number ?? -1];
  if (!found) throw new Error(`there is no app server ${number}`);
  return found;
}

async function endPostgres({ dataFolder }: Bellhop, signal: NodeJS.Signals): Promise<void> {
  await signalPostgres(dataFolder, signal);
  await postgresAnswers(dataFolder);
}

/** As whatever supervises it does: it may be that Postgres was killed while it started. */
async function startAgain(bellhop: Bellhop): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await bellhop.start();
    } catch (error) {
      await bellhop.kill();
      if (tries === MOST_STARTS) throw error;
    }
  }
}

const NOTICE_MS = 500;
const MOST_STARTS = 5;
