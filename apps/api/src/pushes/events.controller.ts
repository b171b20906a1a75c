import { Controller, Get, Param, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import {
  event,
  eventList,
  eventQuery,
  pushHours,
  pushHoursQuery,
  tailQuery,
  unregisteredCount,
  unregisteredQuery,
} from '../contract.js';
import type {
  EventDto,
  EventList,
  EventQuery,
  PushHours,
  PushHoursQuery,
  TailQuery,
  UnregisteredCount,
  UnregisteredQuery,
} from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { AnswersEvents } from '../platform/streams/answers-events.decorator.js';
import { ListenerParam } from '../platform/streams/listener.decorator.js';
import type { Listener } from '../platform/streams/listener.decorator.js';
import { EventsService } from './events.service.js';
import { PushHoursService } from './push-hours.service.js';
import { EventTails } from './tail/event-tails.service.js';
import { UnregisteredService } from './unregistered.service.js';

@ApiTags('delivery log')
@Controller('tenants/:tenantId')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly hours: PushHoursService,
    private readonly unregistered: UnregisteredService,
    private readonly tails: EventTails,
  ) {}

  @Get('events')
  @Requires('log.read')
  @Answers(eventList)
  list(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: eventQuery }) query: EventQuery,
  ): Promise<EventList> {
    return this.events.list(tenantId, query);
  }

  @Get('events/tail')
  @Requires('log.read')
  @AnswersEvents('`event: event`, with an Event each, in the order in which they are recorded')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on after this event' })
  tail(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: tailQuery }) query: TailQuery,
    @ListenerParam() listener: Listener,
  ): Promise<StreamableFile> {
    return this.tails.open(tenantId, query, listener);
  }

  @Get('events/:eventId')
  @Requires('log.read')
  @Answers(event)
  get(@Param('tenantId', ID) tenantId: string, @Param('eventId', ID) eventId: string): Promise<EventDto> {
    return this.events.get(tenantId, eventId);
  }

  @Get('push-hours')
  @Requires('log.read')
  @Answers(pushHours)
  readHours(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: pushHoursQuery }) query: PushHoursQuery,
  ): Promise<PushHours> {
    return this.hours.read(tenantId, query);
  }

  @Get('unregistered')
  @Requires('log.read')
  @Answers(unregisteredCount)
  countUnregistered(
    @Param('tenantId', ID) tenantId: string,
    @Query({ schema: unregisteredQuery }) query: UnregisteredQuery,
  ): Promise<UnregisteredCount> {
    return this.unregistered.count(tenantId, query);
  }
}
