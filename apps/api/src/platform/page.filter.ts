import { Catch, Inject, NotFoundException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPageRequest, replyWithPage } from './dashboard.js';
import { replyWithProblem } from './problem.filter.js';
import { DASHBOARD } from './tokens.js';

/** An address without a route is a page of the dashboard if a browser asks for one, else a problem. */
@Catch(NotFoundException)
export class PageFilter implements ExceptionFilter {
  constructor(@Inject(DASHBOARD) private readonly dashboardFolder: string) {}

  catch(error: NotFoundException, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (isPageRequest(request)) replyWithPage(reply, this.dashboardFolder);
    else replyWithProblem(error, request, reply);
  }
}
