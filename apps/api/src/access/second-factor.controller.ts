import { Body, Controller, Delete, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { recoveryCodes, secondFactorConfirmation, secondFactorOffer } from '../contract.js';
import type { RecoveryCodes, SecondFactorConfirmation, SecondFactorOffer } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { FromBrowser, Oneself } from './browser.decorator.js';
import type { Browser } from './browser.decorator.js';
import type { PersonPrincipal } from './principal.js';
import { ForOneself } from './requires.decorator.js';
import { SecondFactorService } from './second-factor.service.js';
import { RenewsSignIn } from './sign-in-cookie.interceptor.js';
import type { Renewed } from './sign-in-cookie.interceptor.js';

@ApiTags('access')
@Controller('me')
export class SecondFactorController {
  constructor(private readonly secondFactor: SecondFactorService) {}

  @Post('second-factor')
  @ForOneself({ needsProof: true, isBeforeSecondFactor: true })
  @Answers(secondFactorOffer, 201)
  begin(@Oneself() caller: PersonPrincipal): Promise<SecondFactorOffer> {
    return this.secondFactor.begin(caller);
  }

  @Post('second-factor/confirmation')
  @ForOneself({ isBeforeSecondFactor: true })
  @Answers(recoveryCodes)
  @UseInterceptors(RenewsSignIn)
  confirm(
    @Oneself() caller: PersonPrincipal,
    @Body({ schema: secondFactorConfirmation }) confirmation: SecondFactorConfirmation,
    @FromBrowser() browser: Browser,
  ): Promise<Renewed<RecoveryCodes>> {
    return this.secondFactor.confirm(caller, confirmation, browser);
  }

  @Delete('second-factor')
  @ForOneself({ needsProof: true })
  @AnswersNothing()
  @UseInterceptors(RenewsSignIn)
  remove(@Oneself() caller: PersonPrincipal): Promise<Renewed<void>> {
    return this.secondFactor.remove(caller);
  }

  @Post('recovery-codes')
  @ForOneself({ needsProof: true })
  @Answers(recoveryCodes, 201)
  renewRecoveryCodes(@Oneself() caller: PersonPrincipal): Promise<RecoveryCodes> {
    return this.secondFactor.renewRecoveryCodes(caller);
  }
}
