import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { askedPush } from '../contract.js';
import type { AskedPush } from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { ResendService } from './resend.service.js';

@ApiTags('delivery log')
@Controller('tenants/:tenantId/pushes')
export class PushesController {
  constructor(private readonly resends: ResendService) {}

  @Post(':pushId/resend')
  @Requires('log.resend')
  @Answers(askedPush, 202)
  resend(@Param('tenantId', ID) tenantId: string, @Param('pushId', ID) pushId: string): Promise<AskedPush> {
    return this.resends.resend(tenantId, pushId);
  }
}
