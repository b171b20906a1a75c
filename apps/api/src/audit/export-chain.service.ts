import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import { PROVIDER_ID, TenantScope } from '../database/tenant-scope.js';
import { LOGGER } from '../platform/tokens.js';
import { AuditKey } from './audit-key.js';
import { ChainCheck } from './chain-check.js';
import type { ChainState } from './chain-check.js';
import { startOf } from './chain.js';
import { toCheckpointLine, toRowLine } from './export-line.js';
import { findChain } from './find-chain.js';
import { readChain, readCheckpoints, readState } from './read-chain.js';
import type { Reads } from './read-chain.js';
import { recordAudit } from './record-audit.js';
import { signHead } from './sign-head.js';

@Injectable()
export class ExportChainService {
  constructor(
    private readonly scope: TenantScope,
    private readonly key: AuditKey,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The chain of a tenant, or with null of the provider, as JSON lines (docs/audit.md): rows, the last of which tells of
   * this export; checkpoints; and one that is made now. Without that last line the chain is broken, or the file is.
   *
   * @throws Refusal `not-found`
   */
  async start(tenantId: string | null): Promise<AsyncGenerator<string>> {
    const reads: Reads = (work) => this.scope.forOwner(tenantId, work);
    const state = await reads(async (manager) => {
      const name = await findChain(manager, tenantId);
      const object = { kind: 'audit-log', id: tenantId, name } as const;
      await recordAudit(manager, tenantId, { action: 'audit.export', object });
      return readState(manager, tenantId ?? PROVIDER_ID);
    });
    return this.#lines(reads, tenantId ?? PROVIDER_ID, state);
  }

  async *#lines(reads: Reads, chainId: string, state: ChainState): AsyncGenerator<string> {
    const { head } = state;
    const check = new ChainCheck(chainId, this.key, startOf(chainId));
    for await (const { rows, checkpoints } of readChain(reads, chainId, {
      after: startOf(chainId),
      upTo: head,
    })) {
      check.take(rows, checkpoints);
      yield rows.map((row) => toRowLine(chainId, row)).join('');
    }
    check.end(state);
    for await (const checkpoints of readCheckpoints(reads, chainId, head)) {
      yield checkpoints.map((checkpoint) => toCheckpointLine(chainId, checkpoint)).join('');
    }
    if (check.fault !== null) {
      this.logger.error({ chain: chainId, fault: check.fault }, 'an audit chain is not intact');
      return;
    }
    const sign = (manager: EntityManager) => signHead(manager, this.key, { chainId, head });
    yield toCheckpointLine(chainId, await reads(sign));
  }
}
