import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { SetupService } from './access/setup.service.js';
import { AuditKey } from './audit/audit-key.js';
import type { Config } from './config.js';
import { createApp } from './create-app.js';
import { openDatabase } from './database/database.js';
import type { Database } from './database/database.js';
import { loadMasterKey } from './database/master-key.js';
import { SecretBox } from './database/secret-box.js';
import { DASHBOARD_FOLDER } from './platform/dashboard.js';
import type { Platform } from './platform/platform.module.js';
import { Readiness } from './platform/readiness.js';
import { Site } from './platform/site.js';
import { XmppModule } from './xmpp/xmpp.module.js';

/** Starts everything and says where it listens. Returns what stops it again, in order. */
export async function startService(config: Config, logger: Logger): Promise<() => Promise<void>> {
  const site = new Site(config);
  const masterKey = await loadMasterKey(config);
  const database = await openDatabase({ config, masterKey, logger });
  try {
    const secretBox = new SecretBox(masterKey);
    const auditKey = new AuditKey(masterKey);
    const platform: Platform = {
      site,
      database,
      secretBox,
      auditKey,
      requestsPerMinute: config.requestsPerMinute,
      logger,
      dashboardFolder: DASHBOARD_FOLDER,
    };
    const app = await createApp(platform, [XmppModule]);
    await listen(app, config, site);
    return () => stop(app, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function listen(app: NestFastifyApplication, config: Config, site: Site): Promise<void> {
  try {
    await app.listen(config.port, config.host);
    site.listensOn(portOf(app));
    const setupLink = await app.get(SetupService).createLink();
    if (setupLink !== null) process.stdout.write(setupText(setupLink));
    process.stdout.write(`Bellhop is listening on ${site.origin}\n`);
  } catch (error) {
    await app.close();
    throw error;
  }
}

function portOf(app: NestFastifyApplication): number {
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

function setupText(link: string): string {
  return [
    '',
    '  Welcome. Nobody can sign in yet: open this link to make your account.',
    '  It works once, within 24 hours; a restart prints another.',
    '',
    `Set up Bellhop: ${link}`,
    '',
    '',
  ].join('\n');
}

/** Load balancers look elsewhere first, then the gateway and HTTP end, and the database last. */
async function stop(app: NestFastifyApplication, database: Database): Promise<void> {
  app.get(Readiness).startShutdown();
  try {
    await app.close();
  } finally {
    await database.close();
  }
}
