import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { changeConnection, connection, connectionList, createConnection } from '../contract.js';
import type { ChangeConnection, Connection, ConnectionList, CreateConnection } from '../contract.js';
import { Answers, AnswersNothing } from '../platform/answers.decorator.js';
import { ID } from '../platform/id-param.js';
import { ConnectionsService } from './connections.service.js';

@ApiTags('connections')
@Controller('connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Get()
  @Answers(connectionList)
  list(): Promise<ConnectionList> {
    return this.connections.list();
  }

  @Post()
  @Answers(connection, 201)
  create(@Body({ schema: createConnection }) request: CreateConnection): Promise<Connection> {
    return this.connections.create(request);
  }

  @Get(':id')
  @Answers(connection)
  get(@Param('id', ID) id: string): Promise<Connection> {
    return this.connections.get(id);
  }

  @Patch(':id')
  @Answers(connection)
  change(
    @Param('id', ID) id: string,
    @Body({ schema: changeConnection }) request: ChangeConnection,
  ): Promise<Connection> {
    return this.connections.change(id, request);
  }

  @Delete(':id')
  @AnswersNothing()
  remove(@Param('id', ID) id: string): Promise<void> {
    return this.connections.remove(id);
  }
}
