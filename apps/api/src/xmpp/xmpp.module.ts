import { Inject, Injectable, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Database } from '../database/database.js';
import { SecretBox } from '../database/secret-box.js';
import { DATABASE, LOGGER } from '../platform/tokens.js';
import { AppServerRegistry } from './app-servers.js';
import { Gateway } from './gateway.js';
import { LiveState } from './live-state.js';

/** The gateway lives and ends with the application; before the database, and before HTTP ends. */
@Injectable()
class GatewayLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly gateway: Gateway;

  constructor(
    @Inject(DATABASE) { tenantScope, gatewayUrl }: Database,
    @Inject(LOGGER) logger: Logger,
    secretBox: SecretBox,
  ) {
    const liveState = new LiveState(tenantScope, logger);
    this.gateway = new Gateway(
      { tenantScope, secretBox, liveState, appServers: new AppServerRegistry(), logger },
      gatewayUrl,
    );
  }

  onApplicationBootstrap(): Promise<void> {
    return this.gateway.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.gateway.stop();
  }
}

/** Bellhop's side of XMPP: connections, the link, decisions and their rows. */
@Module({ providers: [GatewayLife] })
export class XmppModule {}
