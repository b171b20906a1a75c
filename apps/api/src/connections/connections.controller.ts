import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changeConnection, connection, connectionList, createConnection } from '../contract.js';
import type { ChangeConnection, Connection, ConnectionList, CreateConnection } from '../contract.js';
import { Requires } from '../access/requires.decorator.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { AnswersTagged, ChangesTagged, IfMatch } from '../platform/etag.decorator.js';
import type { Tagged } from '../platform/etag.js';
import { ID } from '../platform/id-param.js';
import type { Precondition } from '../platform/if-match.js';
import { AnswersEvents } from '../platform/streams/answers-events.decorator.js';
import { ListenerParam } from '../platform/streams/listener.decorator.js';
import type { Listener } from '../platform/streams/listener.decorator.js';
import { ConnectionStream } from './connection-stream.service.js';
import { ConnectionsService } from './connections.service.js';

@ApiTags('connections')
@Controller('connections')
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly changes: ConnectionStream,
  ) {}

  @Get()
  @Requires('connections.manage')
  @Answers(connectionList)
  list(): Promise<ConnectionList> {
    return this.connections.list();
  }

  @Get('stream')
  @Requires('connections.manage')
  @AnswersEvents('`event: connections`, with a ConnectionList: first as it is, then at every change')
  stream(@ListenerParam() listener: Listener): StreamableFile {
    return this.changes.open(listener);
  }

  @Post()
  @Requires('connections.manage', { needsProof: true })
  @Answers(connection, 201)
  create(@Body({ schema: createConnection }) request: CreateConnection): Promise<Connection> {
    return this.connections.create(request);
  }

  @Get(':connectionId')
  @Requires('connections.manage')
  @Answers(connection)
  @AnswersTagged()
  get(@Param('connectionId', ID) id: string): Promise<Tagged<Connection>> {
    return this.connections.get(id);
  }

  @Patch(':connectionId')
  @Requires('connections.manage')
  @Answers(connection)
  @ChangesTagged()
  change(
    @Param('connectionId', ID) id: string,
    @Body({ schema: changeConnection }) request: ChangeConnection,
    @IfMatch() mayChange: Precondition,
  ): Promise<Tagged<Connection>> {
    return this.connections.change(id, request, mayChange);
  }

  @Delete(':connectionId')
  @Requires('connections.manage', { needsProof: true })
  @AnswersNothing()
  remove(@Param('connectionId', ID) id: string): Promise<void> {
    return this.connections.remove(id);
  }
}
