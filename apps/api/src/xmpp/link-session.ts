import type { EntityManager } from 'typeorm';
import type { Logger } from 'pino';
import type { SecretBox } from '../database/secret-box.js';
import type { TenantScope } from '../database/tenant-scope.js';
import type { AppServerRegistry, AppServers } from './app-servers.js';
import type { Connection } from './connection.js';
import { LinkMemory } from './link-memory.js';
import type { PositionKey } from './link-position.js';
import type { LiveState } from './live-state.js';
import type { FactsOf } from './load-facts.js';
import type { ServedTenant } from './served-tenant.js';

/** What the gateway needs besides the stream. */
export interface GatewayServices {
  readonly tenantScope: TenantScope;
  readonly secretBox: SecretBox;
  readonly liveState: LiveState;
  readonly appServers: AppServerRegistry;
  readonly logger: Logger;
}

/** One tenant on one stream. `tenant` is replaced when its settings change. */
export class LinkSession {
  readonly logger: Logger;
  readonly memory = new LinkMemory();

  constructor(
    public tenant: ServedTenant,
    readonly connection: Connection,
    /** host:port of the stream. */
    readonly endpoint: string,
    readonly epoch: string,
    readonly services: GatewayServices,
  ) {
    this.logger = services.logger.child({ tenant: tenant.domain });
  }

  get key(): PositionKey {
    return { tenantId: this.tenant.id, endpoint: this.endpoint };
  }

  /** For reading facts. */
  get facts(): FactsOf {
    const { appServers, logger, memory, services, tenant } = this;
    return { tenant, secretBox: services.secretBox, memory, appServers, logger };
  }

  get appServers(): AppServers {
    return this.services.appServers.of(this.tenant.id);
  }

  /** One transaction that reads of this tenant and no other. */
  readTenant<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.services.tenantScope.readTenants([this.tenant.id], work);
  }

  /** One transaction that sees this tenant and no other. */
  inTenant<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.services.tenantScope.forTenants([this.tenant.id], work);
  }
}
