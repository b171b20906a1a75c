import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { person, signInLink, signInLinkRequest, signInRequest } from '../contract.js';
import type { Person, SignInLink, SignInLinkRequest, SignInRequest } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { FromBrowser, SignedInPerson } from './browser.decorator.js';
import type { Browser } from './browser.decorator.js';
import { Public } from './public.decorator.js';
import { EndsSignIn, StartsSignIn } from './sign-in-cookie.interceptor.js';
import { SignInService } from './sign-in.service.js';
import type { SignedIn } from './sign-ins.js';

@ApiTags('access')
@Controller()
export class SignInController {
  constructor(private readonly signIns: SignInService) {}

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
  @Answers(person)
  me(@SignedInPerson() caller: Person): Person {
    return caller;
  }

  @Post('sign-in-links')
  @Answers(signInLink, 201)
  createLink(@SignedInPerson() caller: Person): Promise<SignInLink> {
    return this.signIns.createLink(caller);
  }
}
