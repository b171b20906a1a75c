import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../access/public.decorator.js';
import { health } from '../contract.js';
import type { Health } from '../contract.js';
import { Answers } from './answers.decorator.js';
import { HealthStatus } from './health-status.interceptor.js';
import { Readiness } from './readiness.js';

@ApiTags('health')
@Controller('api')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs. Never looks at the database: a restart would not bring that back. */
  @Get('live')
  @Public()
  @Answers(health)
  live(): Health {
    return { status: 'ok', checks: { process: 'running' } };
  }

  @Get('ready')
  @Public()
  @Answers(health)
  @UseInterceptors(HealthStatus)
  ready(): Promise<Health> {
    return this.readiness.check();
  }
}
