import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Logger } from 'pino';
import { vi } from 'vitest';
import { enrol } from '../access/second-factor.test-support.js';
import { SetupService } from '../access/setup.service.js';
import { AuditKey } from '../audit/audit-key.js';
import { readConfig } from '../config.js';
import type { RequestsPerMinute } from '../config.js';
import { createApp } from '../create-app.js';
import { silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { Site } from './site.js';

// Real servers take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

export const OWNER = { email: 'owner@example.org', password: 'correct horse battery' };

interface TestApiOptions {
  readonly logger?: Logger;
  readonly publicUrl?: string;
  readonly dashboardFolder?: string;
  /** As good as any number unless given. */
  readonly requestsPerMinute?: Partial<RequestsPerMinute>;
  readonly database?: TestDatabase;
}

const UNLIMITED: RequestsPerMinute = { address: 1e6, person: 1e6, token: 1e6, tenant: 1e6 };

type Answer = LightMyRequestResponse;

/** The whole API on a database of its own. Close it after the tests. */
export interface TestApi {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly secretBox: SecretBox;
  /** A request under /api/v1 without a cookie. */
  call(method: string, path: string, body?: unknown, more?: InjectOptions): Promise<Answer>;
  /** The same as the owner, who is made at the first call. */
  asOwner(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = options.database ?? (await startTestDatabase());
  const secretBox = new SecretBox(database.masterKey);
  const site = new Site(readConfig({ BELLHOP_PUBLIC_URL: options.publicUrl ?? 'http://localhost:8080' }));
  const logger = options.logger ?? silentLogger;
  const dashboardFolder = options.dashboardFolder ?? '/nowhere';
  const auditKey = new AuditKey(database.masterKey);
  const requestsPerMinute = { ...UNLIMITED, ...options.requestsPerMinute };
  const platform = { site, database, secretBox, auditKey, requestsPerMinute, logger, dashboardFolder };
  const app = await createApp(platform).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const call: TestApi['call'] = (method, path, body, more = {}) =>
    app.inject({ method: method as 'GET', url: `/api/v1${path}`, ...bodyOf(body), ...more });
  let owner: Promise<Record<string, string>> | null = null;
  return {
    app,
    database,
    secretBox,
    call,
    asOwner: async (method, path, body) => {
      owner ??= makeOwner(app, call);
      const cookies = await owner;
      const answer = await call(method, path, body, { cookies });
      if (answer.cookies.length > 0) owner = Promise.resolve({ ...cookies, ...cookiesOf(answer) });
      return answer;
    },
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

/** The cookies that an answer sets, for the next request. */
export function cookiesOf(answer: Answer): Record<string, string> {
  return Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));
}

/** The token of a fresh set-up link. */
export async function setupToken(app: NestFastifyApplication): Promise<string> {
  const link = await app.get(SetupService).createLink();
  return new URL(link ?? 'none:#none').hash.slice(1);
}

/** With the second factor that the role needs. */
async function makeOwner(
  app: NestFastifyApplication,
  call: TestApi['call'],
): Promise<Record<string, string>> {
  const cookies = cookiesOf(await call('POST', '/setup', { token: await setupToken(app), ...OWNER }));
  return (await enrol({ call }, cookies)).cookies;
}

function bodyOf(body: unknown): InjectOptions {
  return body === undefined
    ? {}
    : { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) };
}
