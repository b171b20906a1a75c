import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Oneself } from '../access/browser.decorator.js';
import type { PersonPrincipal } from '../access/principal.js';
import { Requires } from '../access/requires.decorator.js';
import { invitationList, inviteToTenant, madeInvitation } from '../contract.js';
import type { InvitationList, Invite, MadeInvitation } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('people')
@Controller('tenants/:tenantId/invitations')
export class TenantInvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get()
  @Requires('members.manage')
  @Answers(invitationList)
  list(@Param('tenantId', ID) tenantId: string): Promise<InvitationList> {
    return this.invitations.list(tenantId);
  }

  @Post()
  @Requires('members.manage', { needsProof: true })
  @Answers(madeInvitation, 201)
  create(
    @Param('tenantId', ID) tenantId: string,
    @Body({ schema: inviteToTenant }) request: Invite,
    @Oneself() inviter: PersonPrincipal,
  ): Promise<MadeInvitation> {
    return this.invitations.create(tenantId, request, inviter);
  }

  @Delete(':invitationId')
  @Requires('members.manage')
  @AnswersNothing()
  withdraw(
    @Param('tenantId', ID) tenantId: string,
    @Param('invitationId', ID) invitationId: string,
  ): Promise<void> {
    return this.invitations.withdraw(tenantId, invitationId);
  }
}
