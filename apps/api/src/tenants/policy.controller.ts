import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changePolicy, policy, policyPreview } from '../contract.js';
import type { ChangePolicy, PolicyDto, PolicyPreview } from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers } from '../platform/answers.decorator.js';
import { AnswersTagged, ChangesTagged, IfMatch } from '../platform/etag.decorator.js';
import type { Tagged } from '../platform/etag.js';
import { ID } from '../platform/id-param.js';
import type { Precondition } from '../platform/if-match.js';
import { PolicyService } from './policy.service.js';

@ApiTags('policy')
@Controller('tenants/:tenantId/policy')
export class PolicyController {
  constructor(private readonly policies: PolicyService) {}

  @Get()
  @Requires('tenant.view')
  @Answers(policy)
  @AnswersTagged()
  get(@Param('tenantId', ID) id: string): Promise<Tagged<PolicyDto>> {
    return this.policies.get(id);
  }

  @Patch()
  @Requires('tenant.settings')
  @Answers(policy)
  @ChangesTagged()
  change(
    @Param('tenantId', ID) id: string,
    @Body({ schema: changePolicy }) request: ChangePolicy,
    @IfMatch() mayChange: Precondition,
  ): Promise<Tagged<PolicyDto>> {
    return this.policies.change(id, request, mayChange);
  }

  @Post('preview')
  @Requires('tenant.view')
  @Answers(policyPreview)
  preview(
    @Param('tenantId', ID) id: string,
    @Body({ schema: changePolicy }) request: ChangePolicy,
  ): Promise<PolicyPreview> {
    return this.policies.preview(id, request);
  }
}
