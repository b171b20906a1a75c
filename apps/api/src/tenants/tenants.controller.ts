import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changeTenant, createTenant, tenant, tenantList } from '../contract.js';
import type { ChangeTenant, CreateTenant, Tenant, TenantList } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { TenantsService } from './tenants.service.js';

@ApiTags('tenants')
@Controller('tenants')
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Get()
  @Answers(tenantList)
  list(): Promise<TenantList> {
    return this.tenants.list();
  }

  @Post()
  @Answers(tenant, 201)
  create(@Body({ schema: createTenant }) request: CreateTenant): Promise<Tenant> {
    return this.tenants.create(request);
  }

  @Get(':id')
  @Answers(tenant)
  get(@Param('id', ID) id: string): Promise<Tenant> {
    return this.tenants.get(id);
  }

  @Patch(':id')
  @Answers(tenant)
  change(
    @Param('id', ID) id: string,
    @Body({ schema: changeTenant }) request: ChangeTenant,
  ): Promise<Tenant> {
    return this.tenants.change(id, request);
  }

  @Delete(':id')
  @AnswersNothing()
  remove(@Param('id', ID) id: string): Promise<void> {
    return this.tenants.remove(id);
  }
}
