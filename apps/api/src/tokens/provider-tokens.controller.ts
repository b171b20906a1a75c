import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Oneself } from '../access/browser.decorator.js';
import type { PersonPrincipal } from '../access/principal.js';
import { Requires } from '../access/requires.decorator.js';
import { apiTokenList, createProviderToken, madeApiToken } from '../contract.js';
import type { ApiTokenList, CreateToken, MadeApiToken } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { TokensService } from './tokens.service.js';

@ApiTags('tokens')
@Controller('tokens')
export class ProviderTokensController {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @Requires('people.manage')
  @Answers(apiTokenList)
  list(): Promise<ApiTokenList> {
    return this.tokens.list(null);
  }

  @Post()
  @Requires('people.manage', { needsProof: true })
  @Answers(madeApiToken, 201)
  create(
    @Body({ schema: createProviderToken }) request: CreateToken,
    @Oneself() maker: PersonPrincipal,
  ): Promise<MadeApiToken> {
    return this.tokens.create(null, request, maker);
  }

  @Delete(':tokenId')
  @Requires('people.manage', { needsProof: true })
  @AnswersNothing()
  revoke(@Param('tokenId', ID) tokenId: string): Promise<void> {
    return this.tokens.revoke(null, tokenId);
  }
}
