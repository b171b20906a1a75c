import { cpuOfFamily, cpuOfProcess } from '../cpu.js';
import type { LoneService } from './lone-service.js';

/** What a piece of work took. CPU is user and system time in microseconds, time is in seconds. */
export interface Spent {
  readonly seconds: number;
  readonly bellhop: number;
  readonly postgres: number;
  /** This program: the chat server, its adapters and the app servers. */
  readonly bench: number;
}

/** Measures `work`. */
export async function measureSpent(service: LoneService, work: () => Promise<void>): Promise<Spent> {
  const before = await readClocks(service);
  await work();
  const after = await readClocks(service);
  return {
    seconds: after.seconds - before.seconds,
    bellhop: after.bellhop - before.bellhop,
    postgres: after.postgres - before.postgres,
    bench: after.bench - before.bench,
  };
}

async function readClocks({ bellhop, postgresPid }: LoneService): Promise<Spent> {
  const { user, system } = process.cpuUsage();
  return {
    seconds: performance.now() / 1_000,
    bellhop: await cpuOfProcess(bellhop.pid),
    postgres: await cpuOfFamily(postgresPid),
    bench: user + system,
  };
}
