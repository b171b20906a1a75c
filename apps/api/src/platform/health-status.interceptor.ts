import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Health } from '../contract.js';

/** Load balancers look at the status only: 503 while the body says `unavailable`. */
@Injectable()
export class HealthStatus implements NestInterceptor<Health, Health> {
  intercept(context: ExecutionContext, next: CallHandler<Health>): Observable<Health> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(({ status }) => {
        if (status === 'unavailable') void reply.code(503);
      }),
    );
  }
}
