import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { registrationList, registrationQuery } from '../contract.js';
import type { RegistrationList, RegistrationQuery } from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { RegistrationsService } from './registrations.service.js';

@ApiTags('registrations')
@Controller('tenants/:tenantId/registrations')
export class RegistrationsController {
  constructor(private readonly registrations: RegistrationsService) {}

  @Get()
  @Requires('registrations.search')
  @Answers(registrationList)
  list(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: registrationQuery }) query: RegistrationQuery,
  ): Promise<RegistrationList> {
    return this.registrations.list(tenantId, query);
  }
}
