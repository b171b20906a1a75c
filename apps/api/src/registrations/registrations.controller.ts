import { Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askedPush, registration, registrationList, registrationQuery } from '../contract.js';
import type { AskedPush, RegistrationDto, RegistrationList, RegistrationQuery } from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { RegistrationActions } from './registration-actions.service.js';
import { RegistrationsService } from './registrations.service.js';

@ApiTags('registrations')
@Controller('tenants/:tenantId/registrations')
export class RegistrationsController {
  constructor(
    private readonly registrations: RegistrationsService,
    private readonly actions: RegistrationActions,
  ) {}

  @Get()
  @Requires('registrations.search')
  @Answers(registrationList)
  list(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: registrationQuery }) query: RegistrationQuery,
  ): Promise<RegistrationList> {
    return this.registrations.list(tenantId, query);
  }

  @Get(':registrationId')
  @Requires('registrations.inspect')
  @Answers(registration)
  get(
    @Param('tenantId', ID) tenantId: string,
    @Param('registrationId', ID) id: string,
  ): Promise<RegistrationDto> {
    return this.registrations.get(tenantId, id);
  }

  @Delete(':registrationId')
  @Requires('registrations.remove')
  @AnswersNothing()
  remove(@Param('tenantId', ID) tenantId: string, @Param('registrationId', ID) id: string): Promise<void> {
    return this.actions.remove(tenantId, id);
  }

  @Post(':registrationId/test-push')
  @Requires('registrations.test-push')
  @Answers(askedPush, 202)
  testPush(
    @Param('tenantId', ID) tenantId: string,
    @Param('registrationId', ID) id: string,
  ): Promise<AskedPush> {
    return this.actions.testPush(tenantId, id);
  }
}
