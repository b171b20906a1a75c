import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { auditKey, auditList, auditQuery, auditVerification } from '../contract.js';
import type { AuditKeyDto, AuditList, AuditQuery, AuditVerification } from '../contract.js';
import { ForEverybody, Requires } from '../access/requires.decorator.js';
import { Answers } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { AuditKey } from './audit-key.js';
import { AuditLogService } from './audit-log.service.js';
import { AnswersJsonLines } from './answers-json-lines.decorator.js';
import { ExportChainService } from './export-chain.service.js';
import { VerifyChainService } from './verify-chain.service.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly log: AuditLogService,
    private readonly chain: VerifyChainService,
    private readonly exports: ExportChainService,
    private readonly key: AuditKey,
  ) {}

  @Get()
  @Requires('audit.provider')
  @Answers(auditList)
  list(@Query({ schema: auditQuery }) query: AuditQuery): Promise<AuditList> {
    return this.log.list(null, query);
  }

  @Get('verification')
  @Requires('audit.provider')
  @Answers(auditVerification)
  verify(): Promise<AuditVerification> {
    return this.chain.verify(null);
  }

  @Get('export')
  @Requires('audit.provider')
  @Header('cache-control', 'no-store')
  @AnswersJsonLines()
  async export(): Promise<StreamableFile> {
    return toFile(await this.exports.start(null), 'provider');
  }

  @Get('key')
  @ForEverybody()
  @Answers(auditKey)
  readKey(): AuditKeyDto {
    return { keyId: this.key.id, publicKey: this.key.publicKeyPem };
  }
}

@ApiTags('audit')
@Controller('tenants/:tenantId/audit')
export class TenantAuditController {
  constructor(
    private readonly log: AuditLogService,
    private readonly chain: VerifyChainService,
    private readonly exports: ExportChainService,
  ) {}

  @Get()
  @Requires('audit.tenant')
  @Answers(auditList)
  list(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: auditQuery }) query: AuditQuery,
  ): Promise<AuditList> {
    return this.log.list(tenantId, query);
  }

  @Get('verification')
  @Requires('audit.tenant')
  @Answers(auditVerification)
  verify(@Param('tenantId', ID) tenantId: string): Promise<AuditVerification> {
    return this.chain.verify(tenantId);
  }

  @Get('export')
  @Requires('audit.tenant')
  @Header('cache-control', 'no-store')
  @AnswersJsonLines()
  async export(@Param('tenantId', ID) tenantId: string): Promise<StreamableFile> {
    return toFile(await this.exports.start(tenantId), tenantId);
  }
}

function toFile(lines: AsyncGenerator<string>, name: string): StreamableFile {
  const fileName = `bellhop-audit-${name}-${new Date().toISOString().slice(0, 10)}.jsonl`;
  return new StreamableFile(Readable.from(lines), {
    type: 'application/jsonl',
    disposition: `attachment; filename="${fileName}"`,
  });
}
