import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { person, setupRequest, setupState } from '../contract.js';
import type { SetupRequest, SetupState } from '../contract.js';
import { Answers } from '../platform/answers.decorator.js';
import { FromBrowser } from './browser.decorator.js';
import type { Browser } from './browser.decorator.js';
import { Public } from './public.decorator.js';
import { SetupService } from './setup.service.js';
import { StartsSignIn } from './sign-in-cookie.interceptor.js';
import type { SignedIn } from './sign-ins.js';

@ApiTags('access')
@Controller('setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Get()
  @Public()
  @Answers(setupState)
  state(): Promise<SetupState> {
    return this.setup.state();
  }

  @Post()
  @Public()
  @Answers(person, 201)
  @UseInterceptors(StartsSignIn)
  setUp(
    @Body({ schema: setupRequest }) request: SetupRequest,
    @FromBrowser() browser: Browser,
  ): Promise<SignedIn> {
    return this.setup.setUp(request, browser);
  }
}
