import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changeLimits, changeTenant, createTenant, deleteTenant, tenant, tenantList } from '../contract.js';
import type {
  ChangeLimits,
  ChangeTenant,
  CreateTenant,
  DeleteTenant,
  Tenant,
  TenantList,
} from '../contract.js';
import { Caller } from '../access/browser.decorator.js';
import type { Principal } from '../access/principal.js';
import { ForEverybody, Requires } from '../access/requires.decorator.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { AnswersTagged, ChangesTagged, IfMatch } from '../platform/etag.decorator.js';
import type { Tagged } from '../platform/etag.js';
import { ID } from '../platform/id-param.js';
import type { Precondition } from '../platform/if-match.js';
import { TenantsService } from './tenants.service.js';

@ApiTags('tenants')
@Controller('tenants')
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Get()
  @ForEverybody()
  @Answers(tenantList)
  list(@Caller() caller: Principal): Promise<TenantList> {
    return this.tenants.list(caller);
  }

  @Post()
  @Requires('tenants.add')
  @Answers(tenant, 201)
  create(@Body({ schema: createTenant }) request: CreateTenant): Promise<Tenant> {
    return this.tenants.create(request);
  }

  @Get(':tenantId')
  @Requires('tenant.view')
  @Answers(tenant)
  @AnswersTagged()
  get(@Param('tenantId', ID) id: string): Promise<Tagged<Tenant>> {
    return this.tenants.get(id);
  }

  @Patch(':tenantId')
  @Requires('tenant.settings')
  @Answers(tenant)
  @ChangesTagged()
  change(
    @Param('tenantId', ID) id: string,
    @Body({ schema: changeTenant }) request: ChangeTenant,
    @IfMatch() mayChange: Precondition,
  ): Promise<Tagged<Tenant>> {
    return this.tenants.change(id, request, mayChange);
  }

  @Patch(':tenantId/limits')
  @Requires('tenant.limits')
  @Answers(tenant)
  @ChangesTagged()
  changeLimits(
    @Param('tenantId', ID) id: string,
    @Body({ schema: changeLimits }) request: ChangeLimits,
    @IfMatch() mayChange: Precondition,
  ): Promise<Tagged<Tenant>> {
    return this.tenants.changeLimits(id, request, mayChange);
  }

  @Delete(':tenantId')
  @Requires('tenant.delete', { needsProof: true })
  @AnswersNothing()
  remove(
    @Param('tenantId', ID) id: string,
    @Body({ schema: deleteTenant }) request: DeleteTenant,
  ): Promise<void> {
    return this.tenants.remove(id, request);
  }
}
