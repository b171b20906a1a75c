import { randomBytes } from 'node:crypto';
import { AppServer } from '../harness/app-server.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { startProsody } from '../harness/prosody.js';
import type { Prosody } from '../harness/prosody.js';
import { APP_SERVER, COMPONENT, Stage } from '../harness/stage.js';
import type { CleanUp } from './clean-up.js';
import { DOMAINS } from './people.js';
import { step } from './progress.js';
import { showLogs } from './server-logs.js';

/** Starts a hosting provider in miniature: a chat server, Bellhop with two tenants, and an app server. */
export async function startProvider(port: number | undefined, cleanUp: CleanUp): Promise<Stage> {
  const secrets = { component: newSecret(), appServer: newSecret() };
  const [prosody, bellhop] = await startServers(port, secrets, cleanUp);
  try {
    return await connect(prosody, bellhop, secrets, cleanUp.signal);
  } catch (error) {
    if (!cleanUp.signal.aborted) await showLogs(prosody, bellhop);
    throw error;
  }
}

interface Secrets {
  readonly component: string;
  readonly appServer: string;
}

function startServers(
  port: number | undefined,
  secrets: Secrets,
  cleanUp: CleanUp,
): Promise<[Prosody, Bellhop]> {
  const { signal } = cleanUp;
  const prosody = step('Prosody with the adapter, for ' + DOMAINS.join(' and '), signal, () =>
    startProsody(prosodyOptions(secrets), signal),
  );
  const bellhop = step('Bellhop with a Postgres of its own', signal, () =>
    startBellhop({ environment: ENVIRONMENT, ...(port === undefined ? {} : { port }) }, signal),
  );
  cleanUp.addStop(prosody);
  cleanUp.addStop(bellhop);
  return Promise.all([prosody, bellhop]);
}

async function connect(
  prosody: Prosody,
  bellhop: Bellhop,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Stage> {
  const appServer = await step(`the app server ${APP_SERVER}`, signal, () =>
    AppServer.start({ jid: APP_SERVER, secret: secrets.appServer, port: prosody.componentPort }),
  );
  const stage = new Stage(prosody, bellhop, appServer, secrets);
  await step("the owner's account, made through the set-up link", signal, () => stage.makeOwner());
  await step(`the connection ${COMPONENT}, and the links of both tenants`, signal, () =>
    stage.addDomains({ domains: DOMAINS }),
  );
  return stage;
}

function prosodyOptions(secrets: Secrets): Parameters<typeof startProsody>[0] {
  return {
    hosts: DOMAINS.map((domain) => ({ domain, bellhopComponent: COMPONENT })),
    components: [
      { jid: COMPONENT, secret: secrets.component },
      { jid: APP_SERVER, secret: secrets.appServer },
    ],
    logLevel: 'info',
  };
}

function newSecret(): string {
  return randomBytes(12).toString('hex');
}

/** Nothing of the user's own Bellhop: not its database, above all. An empty value counts as absent. */
const ENVIRONMENT = {
  BELLHOP_HOST: '',
  BELLHOP_PUBLIC_URL: '',
  BELLHOP_KEY: '',
  DATABASE_URL: '',
  BELLHOP_LOG_LEVEL: 'warn',
};
