import { setTimeout as delay } from 'node:timers/promises';
import { offlineEvent } from '@bellhop/test/harness/fake-adapter';
import { enableAll, openPartners } from '../link/link-partner.js';
import type { Partner } from '../link/link-partner.js';
import { startLoneService } from '../link/lone-service.js';
import { MessageLoad } from '../link/message-load.js';
import { paced } from '../link/paced.js';
import type { Pace } from '../link/paced.js';
import { versionOfProgram } from '../machine.js';
import type { Measured, MeasurementHooks } from '../measurement.js';
import type { BenchOptions } from '../options.js';
import { appServerOf } from '../variants.js';
import { NOISY_RATE, QUIET_RATE, fairnessTables } from './fairness-tables.js';
import type { FairnessFigures } from './fairness-tables.js';

/** As long again and again: a push to a silent app server is given up after a minute, and then it is paused. */
const TIMES_FOR_SILENCE = 3;
const WARM_UP_MESSAGES = 2_000;
const QUIET_USERS = usersOf('quiet', 100);
const NOISY_USERS = usersOf('noisy', 1_000);
const SILENT_USER = 'silent';
const SILENT_APP_SERVER = 'push.silent.example';

interface Stage {
  readonly quiet: MessageLoad;
  readonly noisy: MessageLoad;
  readonly quietPartner: Partner;
}

/** What a tenant notices of another one on its connection, and registrations of one whose app server is silent. */
export async function measureFairness(
  { fairnessSeconds }: BenchOptions,
  { progress, onStop }: MeasurementHooks,
): Promise<Omit<Measured, 'kind'>> {
  progress('Bellhop starts, accounts of two tenants enable push');
  const service = await startLoneService({ onStop });
  const stage = await openStage(service.api, onStop);
  const { quiet, noisy, quietPartner } = stage;
  progress('the quiet tenant alone');
  const alone = await delaysOf(quiet, fairnessSeconds, () => Promise.resolve());
  progress('beside a noisy tenant');
  const besideNoisy = await delaysOf(quiet, fairnessSeconds, (pace) =>
    noisy.steady({ ...pace, rate: NOISY_RATE }),
  );
  await noisy.committed();
  progress('beside a silent app server');
  const besideSilent = await delaysOf(quiet, TIMES_FOR_SILENCE * fairnessSeconds, (pace) => {
    let count = 0;
    return paced(pace, () =>
      quietPartner.adapter.report(offlineEvent(SILENT_USER, `silent-${(count += 1)}`)),
    );
  });
  const figures: readonly FairnessFigures[] = [
    { setting: 'alone', delaysMs: alone },
    { setting: 'beside a noisy tenant', delaysMs: besideNoisy },
    { setting: 'beside a silent app server', delaysMs: besideSilent },
  ];
  return { figures, tables: fairnessTables(figures), postgres: await versionOfProgram(service.postgresPid) };
}

async function openStage(
  api: Parameters<typeof openPartners>[0]['api'],
  onStop: MeasurementHooks['onStop'],
): Promise<Stage> {
  const loads = new Map<string, MessageLoad>();
  const [quietPartner, noisyPartner] = await openPartners({
    api,
    domains: ['quiet.example', 'noisy.example'],
    policy: { mergeWindowSeconds: 0 },
    script: {
      onPublish: ({ to, node }) => {
        if (to === SILENT_APP_SERVER) return 'silence';
        loads.get(node.slice(0, 'quiet'.length))?.published(node);
        return 'accept';
      },
    },
    onStop,
  });
  if (quietPartner === undefined || noisyPartner === undefined) throw new Error('there are no partners');
  const quiet = await openLoad(quietPartner, QUIET_USERS);
  const noisy = await openLoad(noisyPartner, NOISY_USERS);
  loads.set('quiet', quiet).set('noisy', noisy);
  await enableAll(quietPartner, [SILENT_USER], () => SILENT_APP_SERVER);
  await noisy.saturate(WARM_UP_MESSAGES);
  await quiet.saturate(QUIET_USERS.length);
  quiet.pushes.takeDelaysMs();
  return { quiet, noisy, quietPartner };
}

async function openLoad(partner: Partner, users: readonly string[]): Promise<MessageLoad> {
  await enableAll(partner, users, appServerOf);
  return new MessageLoad(partner, (number) => users[number % users.length] ?? '');
}

/** For so many seconds, with `beside` going on. */
async function delaysOf(
  quiet: MessageLoad,
  seconds: number,
  beside: (pace: Pace) => Promise<void>,
): Promise<readonly number[]> {
  const over = new AbortController();
  const pace = { rate: QUIET_RATE, until: over.signal };
  const going = Promise.all([quiet.steady(pace), beside(pace)]);
  await delay(seconds * 1_000);
  over.abort();
  await going;
  await quiet.settled();
  return quiet.pushes.takeDelaysMs();
}

function usersOf(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => `${name}${number}`);
}
