import { Body, Controller, Delete, Get, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.decorator.js';
import { changeTenantMember, member, memberList } from '../contract.js';
import type { ChangeMember, Member, MemberList } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { MembersService } from './members.service.js';

@ApiTags('people')
@Controller('tenants/:tenantId/members')
export class TenantMembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Requires('members.manage')
  @Answers(memberList)
  list(@Param('tenantId', ID) tenantId: string): Promise<MemberList> {
    return this.members.list(tenantId);
  }

  @Patch(':personId')
  @Requires('members.manage', { needsProof: true })
  @Answers(member)
  change(
    @Param('tenantId', ID) tenantId: string,
    @Param('personId', ID) personId: string,
    @Body({ schema: changeTenantMember }) request: ChangeMember,
  ): Promise<Member> {
    return this.members.change(tenantId, personId, request);
  }

  @Delete(':personId')
  @Requires('members.manage', { needsProof: true })
  @AnswersNothing()
  remove(@Param('tenantId', ID) tenantId: string, @Param('personId', ID) personId: string): Promise<void> {
    return this.members.remove(tenantId, personId);
  }
}
