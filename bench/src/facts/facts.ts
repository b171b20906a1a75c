import { openAwayStage } from '../link/away-stage.js';
import { startLoneService } from '../link/lone-service.js';
import type { LoneService } from '../link/lone-service.js';
import type { MessageLoad } from '../link/message-load.js';
import { measureSpent } from '../link/spent.js';
import type { Spent } from '../link/spent.js';
import { forgetStatements, readStatements } from '../link/statements.js';
import type { Statement } from '../link/statements.js';
import { versionOfProgram } from '../machine.js';
import type { Measured, MeasurementHooks } from '../measurement.js';
import type { BenchOptions } from '../options.js';
import { seedRegistrations, seededUser } from '../seed/seed-registrations.js';
import { APP_SERVERS } from '../variants.js';
import { factsTables } from './facts-tables.js';

/** What pushes cost with so many registrations. */
export interface FactsFigures {
  readonly registrations: number;
  readonly pushes: number;
  readonly spent: Spent;
  readonly statements: readonly Statement[];
}

const FEW = 1_000;

/** What an event costs where a tenant has few registrations and where it has very many. */
export async function measureFacts(
  { pushes, registrations }: BenchOptions,
  hooks: MeasurementHooks,
): Promise<Omit<Measured, 'kind'>> {
  const { progress, onStop } = hooks;
  progress('Bellhop starts');
  const service = await startLoneService({ onStop, countsStatements: true });
  const users = { count: 0 };
  const pickUser = () => seededUser(1 + Math.floor(Math.random() * users.count));
  const { partner, load } = await openAwayStage({ service, users: 0, pickUser, onStop });
  const figures: FactsFigures[] = [];
  for (const count of [FEW, registrations]) {
    progress(`${count} registrations`);
    await seed(service, partner, users.count + 1, count);
    users.count = count;
    progress(`${pushes} pushes among ${count} registrations`);
    figures.push({ registrations: count, pushes, ...(await measureAt(service, load, pushes)) });
  }
  return { figures, tables: factsTables(figures), postgres: await versionOfProgram(service.postgresPid) };
}

/** So many users in all, equally many at each app server. Statistics are fresh and pages settled, as after a while. */
async function seed(
  { database }: LoneService,
  { tenantId, domain }: { readonly tenantId: string; readonly domain: string },
  first: number,
  last: number,
): Promise<void> {
  await seedRegistrations(database, { tenantId, domain, appServers: APP_SERVERS, first, last });
  await database.query('vacuum (analyze) registrations, marks, open_pushes');
  await database.query('checkpoint');
}

async function measureAt(service: LoneService, load: MessageLoad, pushes: number) {
  await load.saturate(pushes);
  await forgetStatements(service.database);
  const spent = await measureSpent(service, () => load.saturate(pushes));
  return { spent, statements: await readStatements(service.database) };
}
