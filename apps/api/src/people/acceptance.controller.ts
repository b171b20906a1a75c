import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromBrowser } from '../access/browser.decorator.js';
import type { Browser } from '../access/browser.decorator.js';
import { Public } from '../access/public.decorator.js';
import { StartsSignIn } from '../access/sign-in-cookie.interceptor.js';
import type { SignedIn } from '../access/sign-ins.js';
import { acceptInvitation, invitationOffer, lookAtInvitation, person } from '../contract.js';
import type { AcceptInvitation, InvitationOffer, LookAtInvitation } from '../contract.js';
import { Answers } from '../platform/answers.decorator.js';
import { AcceptanceService } from './acceptance.service.js';

@ApiTags('people')
@Controller('invitation')
export class AcceptanceController {
  constructor(private readonly acceptance: AcceptanceService) {}

  @Post('look')
  @Public()
  @Answers(invitationOffer)
  look(
    @Body({ schema: lookAtInvitation }) request: LookAtInvitation,
    @FromBrowser() browser: Browser,
  ): Promise<InvitationOffer> {
    return this.acceptance.look(request, browser);
  }

  @Post('acceptance')
  @Public()
  @Answers(person)
  @UseInterceptors(StartsSignIn)
  accept(
    @Body({ schema: acceptInvitation }) request: AcceptInvitation,
    @FromBrowser() browser: Browser,
  ): Promise<SignedIn> {
    return this.acceptance.accept(request, browser);
  }
}
