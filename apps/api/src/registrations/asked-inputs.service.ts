import { Inject, Injectable } from '@nestjs/common';
import type { AskedInput } from '@bellhop/push-core';
import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import type { AskedPush, AuditAction, AuditObject } from '../contract.js';
import { recordAudit } from '../audit/record-audit.js';
import { SecretBox } from '../database/secret-box.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { LOGGER } from '../platform/tokens.js';
import { decideAsked } from '../xmpp/decide-asked.js';
import type { EventRow } from '../xmpp/log-rows.js';
import { loadTenant } from '../xmpp/load-served.js';
import type { ServedTenant } from '../xmpp/served-tenant.js';

/** What a person asks for, and how it is put down. */
export interface Asked<Input extends AskedInput = AskedInput> {
  readonly input: Input;
  readonly action: AuditAction;
  readonly object: { readonly kind: AuditObject; readonly id: string; readonly name: string };
  readonly before?: object;
}

type Find<Input extends AskedInput> = (manager: EntityManager, tenant: ServedTenant) => Promise<Asked<Input>>;

/** Has the rules decide what people ask for, as they decide what the chat server reports. */
@Injectable()
export class AskedInputs {
  constructor(
    private readonly scope: TenantScope,
    private readonly secretBox: SecretBox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * A push that is then made by whoever has the tenant's link. `find` says what is asked for.
   *
   * @throws Refusal `not-found`, `suspended`, and what `find` throws
   */
  push(tenantId: string, find: Find<Exclude<AskedInput, { kind: 'removal' }>>): Promise<AskedPush> {
    return this.#inTenant(tenantId, async (manager, tenant) => {
      if (tenant.isSuspended)
        throw new Refusal('suspended', 'Nothing is sent while the domain is suspended.');
      const asked = await find(manager, tenant);
      const { id: eventId, decisions } = await this.#decide(manager, tenant, asked.input);
      const pushId = decisions[0]?.pushId ?? null;
      if (pushId === null) throw new Refusal('not-possible', 'The registration is no longer in force.');
      await recordAudit(manager, tenantId, { ...asked, after: { eventId, pushId } });
      return { eventId, pushId };
    });
  }

  /**
   * The end of a registration.
   *
   * @throws Refusal `not-found`, and what `find` throws
   */
  removal(tenantId: string, find: Find<Extract<AskedInput, { kind: 'removal' }>>): Promise<void> {
    return this.#inTenant(tenantId, async (manager, tenant) => {
      const asked = await find(manager, tenant);
      await this.#decide(manager, tenant, asked.input);
      await recordAudit(manager, tenantId, asked);
    });
  }

  #decide(manager: EntityManager, tenant: ServedTenant, input: AskedInput): Promise<EventRow> {
    const { secretBox, logger } = this;
    return decideAsked(manager, { tenant, secretBox, logger }, input);
  }

  #inTenant<T>(
    tenantId: string,
    work: (manager: EntityManager, tenant: ServedTenant) => Promise<T>,
  ): Promise<T> {
    return this.scope.forTenants([tenantId], async (manager) => {
      const tenant = await loadTenant(manager, tenantId);
      if (tenant === null) throw new Refusal('not-found', 'There is no such domain.');
      return work(manager, tenant);
    });
  }
}
