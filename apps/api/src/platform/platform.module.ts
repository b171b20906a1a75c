import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuditKey } from '../audit/audit-key.js';
import type { RequestsPerMinute } from '../config.js';
import type { Database } from '../database/database.js';
import { SecretBox } from '../database/secret-box.js';
import { TenantScope } from '../database/tenant-scope.js';
import { HealthController } from './health.controller.js';
import { KeptAnswers } from './idempotency/kept-answers.js';
import { OldKeys } from './idempotency/old-keys.js';
import { RateLimits } from './rate-limits/rate-limits.js';
import { Readiness } from './readiness.js';
import { Site } from './site.js';
import { DASHBOARD, DATABASE, LOGGER, REQUESTS_PER_MINUTE } from './tokens.js';

/** What main.ts opens before there is an application. */
export interface Platform {
  readonly site: Site;
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly auditKey: AuditKey;
  readonly requestsPerMinute: RequestsPerMinute;
  readonly logger: Logger;
  /** Holds the built dashboard, if it has been built. */
  readonly dashboardFolder: string;
}

/** What every other module may ask for: TenantScope, SecretBox, AuditKey, Site, Readiness and the tokens. */
@Global()
@Module({ controllers: [HealthController] })
export class PlatformModule {
  static with(platform: Platform): DynamicModule {
    const { site, database, secretBox, auditKey, logger, dashboardFolder, requestsPerMinute } = platform;
    const providers = [
      { provide: DATABASE, useValue: database },
      { provide: LOGGER, useValue: logger },
      { provide: REQUESTS_PER_MINUTE, useValue: requestsPerMinute },
      { provide: DASHBOARD, useValue: dashboardFolder },
      { provide: TenantScope, useValue: database.tenantScope },
      { provide: SecretBox, useValue: secretBox },
      { provide: AuditKey, useValue: auditKey },
      { provide: Site, useValue: site },
      Readiness,
      KeptAnswers,
      OldKeys,
      RateLimits,
    ];
    return { module: PlatformModule, providers, exports: providers };
  }
}
