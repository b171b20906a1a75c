import { NS, findChild } from '@bellhop/push-core';
import type { Element, StanzaError } from '@bellhop/push-core';
import { describeError } from '../platform/describe-error.js';
import { NOT_NOW, SERVICE_UNAVAILABLE, errorFor, isRequest } from './answer.js';
import type { Connection } from './connection.js';
import { nextEpoch } from './link-position.js';
import { LinkSession } from './link-session.js';
import type { GatewayServices } from './link-session.js';
import { RefusalLog } from './refusal-log.js';
import type { ServedTenant } from './served-tenant.js';
import type { TenantDirectory } from './tenant-directory.js';
import { TenantLink, adapterName } from './tenant-link.js';

/**
 * The stanzas of one stream. Anybody on the network can address a component, so this is the wall: a link
 * stanza counts only if its `from` is exactly the bare domain of a tenant of this connection.
 */
export class LinkStream {
  private readonly links = new Map<string, TenantLink>();
  private readonly refusals: RefusalLog;
  private epoch: Promise<string> | null = null;
  private connection: Connection | null = null;

  constructor(
    private readonly connectionId: string,
    private readonly endpoint: string,
    private readonly directory: TenantDirectory,
    private readonly services: GatewayServices,
  ) {
    this.refusals = new RefusalLog(services.logger);
  }

  /** Takes a stanza; answers every iq once. Never rejects. */
  async take(stanza: Element, connection: Connection): Promise<void> {
    const tenant = this.directory.find(this.connectionId, stanza.attributes.from ?? '');
    if (tenant === null) return this.takeFromStranger(stanza, connection);
    try {
      const link = await this.linkFor(tenant, connection);
      await this.route(stanza, link, connection);
    } catch (error) {
      this.services.logger.warn({ error: describeError(error) }, 'a link stanza is put off');
      this.answer(stanza, connection, NOT_NOW);
    }
  }

  /** The stream is up: ask for the adapters of the tenants that have not said hello by themselves. */
  async online(connection: Connection): Promise<void> {
    this.connection = connection;
    await this.keepUp();
  }

  /** Brings the tenants' settings into force and looks for the adapters of those without an open link. */
  async keepUp(): Promise<void> {
    const { connection } = this;
    if (connection === null || connection.isEnded) return;
    const tenants = this.directory.ofConnection(this.connectionId);
    this.forgetAllBut(tenants);
    try {
      await Promise.all(
        tenants.map(async (tenant) => {
          const link = await this.linkFor(tenant, connection);
          await link.keepUp(tenant);
        }),
      );
    } catch (error) {
      this.services.logger.warn({ error: describeError(error) }, 'links could not be opened; trying again');
    }
  }

  /** Pushes of these tenants may be due that no link knows of. */
  wake(tenantIds: ReadonlySet<string>): void {
    for (const [id, link] of this.links) if (tenantIds.has(id)) link.wake();
  }

  /** Resolves when what was taken so far is done. */
  async settled(): Promise<void> {
    await Promise.all([...this.links.values()].map((link) => link.settled()));
  }

  private forgetAllBut(tenants: readonly ServedTenant[]): void {
    const kept = new Set(tenants.map(({ id }) => id));
    for (const id of this.links.keys()) if (!kept.has(id)) this.links.delete(id);
  }

  private async linkFor(tenant: ServedTenant, connection: Connection): Promise<TenantLink> {
    this.epoch ??= this.services.tenantScope.forTenants([], (manager) =>
      nextEpoch(manager, this.connectionId),
    );
    const epoch = await this.epoch.catch((error: unknown) => {
      this.epoch = null;
      throw error;
    });
    const known = this.links.get(tenant.id);
    if (known !== undefined) return known;
    const link = new TenantLink(new LinkSession(tenant, connection, this.endpoint, epoch, this.services));
    this.links.set(tenant.id, link);
    return link;
  }

  private async route(stanza: Element, link: TenantLink, connection: Connection): Promise<void> {
    const hello = stanza.name === 'message' ? findChild(stanza, 'hello', NS.link) : undefined;
    if (hello !== undefined) return link.open(hello);
    const isSet = stanza.name === 'iq' && stanza.attributes.type === 'set';
    if (isSet && findChild(stanza, 'events', NS.link) !== undefined) return link.events(stanza);
    if (isSet && findChild(stanza, 'request', NS.link) !== undefined) return link.clientRequest(stanza);
    this.refuse(stanza, connection);
  }

  private takeFromStranger(stanza: Element, connection: Connection): void {
    const hello = stanza.name === 'message' ? findChild(stanza, 'hello', NS.link) : undefined;
    const { from = '' } = stanza.attributes;
    if (hello === undefined || !isBareDomain(from)) return this.refuse(stanza, connection);
    this.services.liveState.waiting(this.connectionId, from, adapterName(hello));
  }

  private refuse(stanza: Element, connection: Connection): void {
    const { from, type } = stanza.attributes;
    this.refusals.refused(
      { from, stanza: stanza.name, type },
      'a stanza was refused: it is not a link stanza of a tenant of this connection',
    );
    this.answer(stanza, connection, SERVICE_UNAVAILABLE);
  }

  private answer(stanza: Element, connection: Connection, error: StanzaError): void {
    if (isRequest(stanza) && !connection.isEnded) connection.send(errorFor(stanza, error));
  }
}

function isBareDomain(jid: string): boolean {
  return jid !== '' && jid.length <= 255 && !/[@/\s]/.test(jid);
}
