import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Oneself } from '../access/browser.decorator.js';
import type { PersonPrincipal, Principal } from '../access/principal.js';
import { Requires } from '../access/requires.decorator.js';
import { revealRequest, revealState } from '../contract.js';
import type { RevealRequest, RevealState } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { RevealsService } from './reveals.service.js';

@ApiTags('reveals')
@Controller('tenants/:tenantId/reveal')
export class RevealsController {
  constructor(private readonly reveals: RevealsService) {}

  @Get()
  @Requires('tenant.view')
  @Answers(revealState)
  get(@Param('tenantId', ID) tenantId: string, @Caller() caller: Principal): Promise<RevealState> {
    return this.reveals.get(tenantId, caller);
  }

  // No token has this permission: the caller is a person.
  @Post()
  @Requires('addresses.reveal', { needsProof: true })
  @Answers(revealState)
  start(
    @Param('tenantId', ID) tenantId: string,
    @Oneself() person: PersonPrincipal,
    @Body({ schema: revealRequest }) request: RevealRequest,
  ): Promise<RevealState> {
    return this.reveals.start(tenantId, person, request);
  }

  @Delete()
  @Requires('addresses.reveal')
  @AnswersNothing()
  end(@Param('tenantId', ID) tenantId: string, @Oneself() person: PersonPrincipal): Promise<void> {
    return this.reveals.end(tenantId, person);
  }
}
