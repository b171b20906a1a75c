import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { suspendTenant, tenant } from '../contract.js';
import type { SuspendTenant, Tenant } from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers } from '../platform/answers.decorator.js';
import { AnswersTagged } from '../platform/etag.decorator.js';
import type { Tagged } from '../platform/etag.js';
import { ID } from '../platform/id-param.js';
import { SuspensionService } from './suspension.service.js';

@ApiTags('tenants')
@Controller('tenants/:tenantId/suspension')
export class SuspensionController {
  constructor(private readonly suspension: SuspensionService) {}

  @Post()
  @Requires('tenant.suspend')
  @Answers(tenant)
  @AnswersTagged()
  suspend(
    @Param('tenantId', ID) id: string,
    @Body({ schema: suspendTenant }) request: SuspendTenant,
  ): Promise<Tagged<Tenant>> {
    return this.suspension.suspend(id, request);
  }

  @Delete()
  @Requires('tenant.suspend')
  @Answers(tenant)
  @AnswersTagged()
  resume(@Param('tenantId', ID) id: string): Promise<Tagged<Tenant>> {
    return this.suspension.resume(id);
  }
}
