import { Body, Controller, Delete, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changePassword, me, proof, signInList } from '../contract.js';
import type { ChangePassword, Me, Proof, SignInList } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { FromBrowser, Oneself } from './browser.decorator.js';
import type { Browser } from './browser.decorator.js';
import { OneselfService } from './oneself.service.js';
import type { PersonPrincipal } from './principal.js';
import { ForOneself } from './requires.decorator.js';
import { RenewsSignIn } from './sign-in-cookie.interceptor.js';
import type { Renewed } from './sign-in-cookie.interceptor.js';

@ApiTags('access')
@Controller('me')
export class OneselfController {
  constructor(private readonly oneself: OneselfService) {}

  @Post('password')
  @ForOneself()
  @AnswersNothing()
  changePassword(
    @Oneself() caller: PersonPrincipal,
    @Body({ schema: changePassword }) change: ChangePassword,
    @FromBrowser() browser: Browser,
  ): Promise<void> {
    return this.oneself.changePassword(caller, change, browser);
  }

  @Post('proof')
  @ForOneself({ isBeforeSecondFactor: true })
  @Answers(me)
  @UseInterceptors(RenewsSignIn)
  prove(
    @Oneself() caller: PersonPrincipal,
    @Body({ schema: proof }) given: Proof,
    @FromBrowser() browser: Browser,
  ): Promise<Renewed<Me>> {
    return this.oneself.prove(caller, given, browser);
  }

  @Get('sign-ins')
  @ForOneself()
  @Answers(signInList)
  listSignIns(@Oneself() caller: PersonPrincipal): Promise<SignInList> {
    return this.oneself.listSignIns(caller);
  }

  @Delete('sign-ins')
  @ForOneself()
  @AnswersNothing()
  endOtherSignIns(@Oneself() caller: PersonPrincipal): Promise<void> {
    return this.oneself.endOtherSignIns(caller);
  }

  @Delete('sign-ins/:signInId')
  @ForOneself()
  @AnswersNothing()
  endSignIn(@Oneself() caller: PersonPrincipal, @Param('signInId', ID) signInId: string): Promise<void> {
    return this.oneself.endSignIn(caller, signInId);
  }
}
