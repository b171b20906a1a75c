import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { PROVIDER_ID, TenantScope } from '../database/tenant-scope.js';
import { describeError } from '../platform/describe-error.js';
import { LOGGER } from '../platform/tokens.js';
import { AuditKey } from './audit-key.js';
import { ChainCheck } from './chain-check.js';
import { startOf } from './chain.js';
import type { Head } from './chain.js';
import { findLastCheckpoint, readChain, readState } from './read-chain.js';
import { signHead } from './sign-head.js';

const SWEPT_EVERY_MS = 600_000;

/** Signs chains that have grown since they were last signed, every ten minutes; each by one node. */
@Injectable()
export class CheckpointSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly scope: TenantScope,
    private readonly key: AuditKey,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), SWEPT_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Never fails: what could not be signed is left to the next sweep. */
  async sweep(): Promise<void> {
    try {
      for (const chainId of await this.scope.forProvider(findChains)) {
        const tenantId = chainId === PROVIDER_ID ? null : chainId;
        await this.scope.forOwner(tenantId, (manager) => this.#signGrowth(manager, chainId));
      }
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'audit chains could not be signed; trying again');
    }
  }

  /** The rows since the last checkpoint are recomputed first, from what that one signed. */
  async #signGrowth(manager: EntityManager, chainId: string): Promise<void> {
    if (!(await isOurs(manager, chainId))) return;
    const state = await readState(manager, chainId);
    if (state.lastSigned === state.head.position) return;
    const last = await findLastCheckpoint(manager, chainId);
    const start = last ?? startOf(chainId);
    const check = new ChainCheck(chainId, this.key, start);
    if (last !== undefined) check.takeCheckpoint(last);
    const range = { after: start, upTo: state.head };
    for await (const { rows } of readChain((work) => work(manager), chainId, range)) check.take(rows, []);
    check.end(state);
    if (check.fault !== null)
      this.logger.error({ chain: chainId, fault: check.fault }, 'an audit chain is not intact');
    else await this.#sign(manager, chainId, state.head);
  }

  async #sign(manager: EntityManager, chainId: string, head: Head): Promise<void> {
    const { position, hash, at, signature } = await signHead(manager, this.key, { chainId, head });
    // Logs that are collected elsewhere keep what somebody with the database alone could take away here.
    this.logger.info(
      {
        chain: chainId,
        position,
        hash: hash.toString('hex'),
        at,
        signature: signature.toString('base64'),
      },
      'an audit chain was signed',
    );
  }
}

async function findChains(manager: EntityManager): Promise<readonly string[]> {
  const rows = await manager.query<{ id: string }[]>('select audit_chains_to_sign() as id');
  return rows.map(({ id }) => id);
}

/** Unless another node is at it; until the end of the transaction. */
async function isOurs(manager: EntityManager, chainId: string): Promise<boolean> {
  const [row] = await manager.query<{ isOurs: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended('bellhop audit ' || $1, 0)) as "isOurs"`,
    [chainId],
  );
  return row?.isOurs === true;
}
