import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { AuditVerification } from '../contract.js';
import { PROVIDER_ID, TenantScope } from '../database/tenant-scope.js';
import { LOGGER } from '../platform/tokens.js';
import { AuditKey } from './audit-key.js';
import { ChainCheck } from './chain-check.js';
import { startOf } from './chain.js';
import type { Head } from './chain.js';
import { findChain } from './find-chain.js';
import { readChain, readState } from './read-chain.js';
import type { Reads } from './read-chain.js';
import { signHead } from './sign-head.js';

@Injectable()
export class VerifyChainService {
  constructor(
    private readonly scope: TenantScope,
    private readonly key: AuditKey,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Recomputes the whole chain of a tenant, or with null of the provider, as far as it reaches now, and signs it if it is
   * intact. Rows are read page by page; a million takes about a minute.
   *
   * @throws Refusal `not-found`
   */
  async verify(tenantId: string | null): Promise<AuditVerification> {
    const chainId = tenantId ?? PROVIDER_ID;
    const reads: Reads = (work) => this.scope.forOwner(tenantId, work);
    const state = await reads(async (manager) => {
      await findChain(manager, tenantId);
      return readState(manager, chainId);
    });
    const { head, lastSigned } = state;
    const check = new ChainCheck(chainId, this.key, startOf(chainId));
    for await (const page of readChain(reads, chainId, { after: startOf(chainId), upTo: head })) {
      check.take(page.rows, page.checkpoints);
      if (check.fault !== null) break;
    }
    check.end(state);
    const { fault, position: rows, checkpoints } = check;
    if (fault !== null) this.logger.error({ chain: chainId, fault }, 'an audit chain is not intact');
    else if (head.position > lastSigned)
      await reads((manager) => signHead(manager, this.key, { chainId, head }));
    return { isIntact: fault === null, rows, head: toHeadDto(head), checkpoints, fault };
  }
}

function toHeadDto({ position, hash }: Head): AuditVerification['head'] {
  return position === 0 ? null : { position, hash: hash.toString('hex') };
}
