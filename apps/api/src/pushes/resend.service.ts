import { Injectable } from '@nestjs/common';
import type { Importance } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { AskedPush } from '../contract.js';
import { Refusal } from '../platform/refusal.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import { AskedInputs } from '../registrations/asked-inputs.service.js';
import { holdRegistration } from '../registrations/hold-registration.js';

interface OverPush {
  readonly eventId: string;
  readonly registrationId: string;
  readonly importance: Importance;
}

@Injectable()
export class ResendService {
  constructor(private readonly asked: AskedInputs) {}

  /**
   * Makes a push that is over once more, for the same registration and with the placeholder: texts are not kept.
   *
   * @throws Refusal `not-found`, `suspended`, `not-possible` while it is not over, or if its registration is gone
   */
  resend(tenantId: string, pushId: string): Promise<AskedPush> {
    return this.asked.push(tenantId, async (manager) => {
      const { eventId, registrationId, importance } = await findOver(manager, tenantId, pushId);
      const { account, appServer } = await holdRegistration(manager, tenantId, registrationId).catch(asGone);
      const original = { pushId, eventId, importance };
      return {
        input: { kind: 'resend', account, registrationId, at: Date.now(), original },
        action: 'push.resend',
        object: { kind: 'push', id: pushId, name: appServer },
      };
    });
  }
}

/** A push lies at the instant inside its id. */
async function findOver(manager: EntityManager, tenantId: string, pushId: string): Promise<OverPush> {
  const instantMs = instantOfUuidV7(pushId);
  const [over] = await manager.query<OverPush[]>(
    `select event_id as "eventId", registration_id as "registrationId", importance from pushes
     where tenant_id = $1 and id = $2 and at = $3`,
    [tenantId, pushId, new Date(instantMs ?? 0)],
  );
  if (over !== undefined) return over;
  const open = await manager.query<unknown[]>(
    'select 1 from open_pushes where tenant_id = $1 and push_id = $2',
    [tenantId, pushId],
  );
  if (open.length > 0)
    throw new Refusal('not-possible', 'The push is not over: it waits, or has no answer yet.');
  throw new Refusal('not-found', 'There is no such push in the log, or no longer.');
}

/** The push is there; what is not is its registration. */
function asGone(error: unknown): never {
  if (error instanceof Refusal && error.kind === 'not-found')
    throw new Refusal('not-possible', 'The registration is gone.');
  throw error;
}
