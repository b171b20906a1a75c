import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Oneself } from '../access/browser.decorator.js';
import type { PersonPrincipal } from '../access/principal.js';
import { Requires } from '../access/requires.decorator.js';
import { apiTokenList, createTenantToken, madeApiToken } from '../contract.js';
import type { ApiTokenList, CreateToken, MadeApiToken } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { TokensService } from './tokens.service.js';

@ApiTags('tokens')
@Controller('tenants/:tenantId/tokens')
export class TenantTokensController {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @Requires('members.manage')
  @Answers(apiTokenList)
  list(@Param('tenantId', ID) tenantId: string): Promise<ApiTokenList> {
    return this.tokens.list(tenantId);
  }

  @Post()
  @Requires('members.manage', { needsProof: true })
  @Answers(madeApiToken, 201)
  create(
    @Param('tenantId', ID) tenantId: string,
    @Body({ schema: createTenantToken }) request: CreateToken,
    @Oneself() maker: PersonPrincipal,
  ): Promise<MadeApiToken> {
    return this.tokens.create(tenantId, request, maker);
  }

  @Delete(':tokenId')
  @Requires('members.manage', { needsProof: true })
  @AnswersNothing()
  revoke(@Param('tenantId', ID) tenantId: string, @Param('tokenId', ID) tokenId: string): Promise<void> {
    return this.tokens.revoke(tenantId, tokenId);
  }
}
