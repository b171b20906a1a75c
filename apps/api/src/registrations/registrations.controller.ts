import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { registrationList, registrationQuery } from '../contract.js';
import type { RegistrationList, RegistrationQuery } from '../contract.js';
import { Answers } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { RegistrationsService } from './registrations.service.js';

@ApiTags('registrations')
@Controller('tenants/:id/registrations')
export class RegistrationsController {
  constructor(private readonly registrations: RegistrationsService) {}

  @Get()
  @Answers(registrationList)
  list(
    @Param('id', ID) tenantId: string,
    @Query({ schema: registrationQuery }) query: RegistrationQuery,
  ): Promise<RegistrationList> {
    return this.registrations.list(tenantId, query);
  }
}
