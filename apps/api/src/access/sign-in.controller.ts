import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { me, person, signInLink, signInLinkRequest, signInRequest } from '../contract.js';
import type { Me, SignInLink, SignInLinkRequest, SignInRequest } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { FromBrowser, Oneself } from './browser.decorator.js';
import type { Browser } from './browser.decorator.js';
import { MeService } from './me.service.js';
import type { PersonPrincipal } from './principal.js';
import { Public } from './public.decorator.js';
import { ForOneself } from './requires.decorator.js';
import { EndsSignIn, StartsSignIn } from './sign-in-cookie.interceptor.js';
import { SignInService } from './sign-in.service.js';
import type { SignedIn } from './sign-ins.js';

@ApiTags('access')
@Controller()
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly persons: MeService,
  ) {}

  @Post('sign-in')
  @Public()
  @Answers(person)
  @UseInterceptors(StartsSignIn)
  withPassword(
    @Body({ schema: signInRequest }) request: SignInRequest,
    @FromBrowser() browser: Browser,
  ): Promise<SignedIn> {
    return this.signIns.withPassword(request, browser);
  }

  @Post('sign-in/link')
  @Public()
  @Answers(person)
  @UseInterceptors(StartsSignIn)
  withLink(
    @Body({ schema: signInLinkRequest }) request: SignInLinkRequest,
    @FromBrowser() browser: Browser,
  ): Promise<SignedIn> {
    return this.signIns.withLink(request, browser);
  }

  @Post('sign-out')
  @Public()
  @AnswersNothing()
  @UseInterceptors(EndsSignIn)
  signOut(@FromBrowser() browser: Browser): Promise<void> {
    return this.signIns.end(browser);
  }

  @Get('me')
  @ForOneself({ isBeforeSecondFactor: true })
  @Answers(me)
  me(@Oneself() caller: PersonPrincipal): Promise<Me> {
    return this.persons.describe(caller);
  }

  @Post('sign-in-links')
  @ForOneself({ needsProof: true })
  @Answers(signInLink, 201)
  createLink(@Oneself() caller: PersonPrincipal): Promise<SignInLink> {
    return this.signIns.createLink(caller);
  }
}
