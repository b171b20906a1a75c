import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromBrowser } from '../access/browser.decorator.js';
import type { Browser } from '../access/browser.decorator.js';
import { Public } from '../access/public.decorator.js';
import { Requires } from '../access/requires.decorator.js';
import { passwordReset, resetLink } from '../contract.js';
import type { PasswordReset, ResetLink } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { PasswordResetService } from './password-reset.service.js';
import { ResetLinksService } from './reset-links.service.js';

@ApiTags('people')
@Controller()
export class PasswordResetController {
  constructor(
    private readonly links: ResetLinksService,
    private readonly resets: PasswordResetService,
  ) {}

  @Post('members/:personId/reset-link')
  @Requires('people.manage', { needsProof: true })
  @Answers(resetLink, 201)
  makeLink(@Param('personId', ID) personId: string): Promise<ResetLink> {
    return this.links.create(personId);
  }

  @Post('password-reset')
  @Public()
  @AnswersNothing()
  reset(
    @Body({ schema: passwordReset }) request: PasswordReset,
    @FromBrowser() browser: Browser,
  ): Promise<void> {
    return this.resets.reset(request, browser);
  }
}
