import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { TenantScope } from '../../database/tenant-scope.js';
import { describeError } from '../describe-error.js';
import { LOGGER } from '../tokens.js';

const EVERY_MS = 600_000;

/** Clears away idempotency keys of all tenants that are older than a day. */
@Injectable()
export class OldKeys implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly scope: TenantScope,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.clear().catch((error: unknown) => {
        this.logger.warn({ error: describeError(error) }, 'old idempotency keys were not cleared');
      });
    }, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async clear(): Promise<void> {
    await this.scope.forProvider((manager) => manager.query('select clear_idempotency_keys()'));
  }
}
