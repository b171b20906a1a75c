import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Oneself } from '../access/browser.decorator.js';
import type { PersonPrincipal } from '../access/principal.js';
import { Requires } from '../access/requires.decorator.js';
import { invitationList, inviteToProvider, madeInvitation } from '../contract.js';
import type { InvitationList, Invite, MadeInvitation } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('people')
@Controller('invitations')
export class ProviderInvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get()
  @Requires('people.manage')
  @Answers(invitationList)
  list(): Promise<InvitationList> {
    return this.invitations.list(null);
  }

  @Post()
  @Requires('people.manage', { needsProof: true })
  @Answers(madeInvitation, 201)
  create(
    @Body({ schema: inviteToProvider }) request: Invite,
    @Oneself() inviter: PersonPrincipal,
  ): Promise<MadeInvitation> {
    return this.invitations.create(null, request, inviter);
  }

  @Delete(':invitationId')
  @Requires('people.manage')
  @AnswersNothing()
  withdraw(@Param('invitationId', ID) invitationId: string): Promise<void> {
    return this.invitations.withdraw(null, invitationId);
  }
}
