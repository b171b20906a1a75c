import { Body, Controller, Delete, Get, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller } from '../access/browser.decorator.js';
import type { Principal } from '../access/principal.js';
import { Requires } from '../access/requires.decorator.js';
import { changeProviderMember, member, memberList } from '../contract.js';
import type { ChangeMember, Member, MemberList } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { LostSecondFactorsService } from './lost-second-factors.service.js';
import { MembersService } from './members.service.js';

@ApiTags('people')
@Controller('members')
export class ProviderMembersController {
  constructor(
    private readonly members: MembersService,
    private readonly lostSecondFactors: LostSecondFactorsService,
  ) {}

  @Get()
  @Requires('people.manage')
  @Answers(memberList)
  list(): Promise<MemberList> {
    return this.members.list(null);
  }

  @Patch(':personId')
  @Requires('people.manage', { needsProof: true })
  @Answers(member)
  change(
    @Param('personId', ID) personId: string,
    @Body({ schema: changeProviderMember }) request: ChangeMember,
  ): Promise<Member> {
    return this.members.change(null, personId, request);
  }

  @Delete(':personId')
  @Requires('people.manage', { needsProof: true })
  @AnswersNothing()
  remove(@Param('personId', ID) personId: string): Promise<void> {
    return this.members.remove(null, personId);
  }

  @Delete(':personId/second-factor')
  @Requires('people.manage', { needsProof: true })
  @AnswersNothing()
  removeSecondFactor(@Caller() caller: Principal, @Param('personId', ID) personId: string): Promise<void> {
    return this.lostSecondFactors.remove(caller, personId);
  }
}
