import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AskedPush } from '../contract.js';
import { AskedInputs } from './asked-inputs.service.js';
import { holdRegistration } from './hold-registration.js';
import type { HeldRegistration } from './hold-registration.js';

@Injectable()
export class RegistrationActions {
  constructor(private readonly asked: AskedInputs) {}

  /**
   * Ends a registration, and with it what waits for it.
   *
   * @throws Refusal `not-found`, `not-possible` if it was removed before
   */
  remove(tenantId: string, id: string): Promise<void> {
    return this.asked.removal(tenantId, async (manager) => {
      await holdWaiting(manager, tenantId, id);
      const registration = await holdRegistration(manager, tenantId, id);
      const { appServer, enabledAt, strikes } = registration;
      return {
        input: { kind: 'removal', ...about(registration) },
        action: 'registration.remove',
        object: objectOf(registration),
        before: { appServer, enabledAt, strikes },
      };
    });
  }

  /**
   * A push to see whether it arrives; its event's timeline tells what comes of it.
   *
   * @throws Refusal `not-found`, `suspended`, `not-possible` if the registration was removed
   */
  testPush(tenantId: string, id: string): Promise<AskedPush> {
    return this.asked.push(tenantId, async (manager) => {
      const registration = await holdRegistration(manager, tenantId, id);
      return {
        input: { kind: 'test-push', ...about(registration) },
        action: 'registration.test-push',
        object: objectOf(registration),
      };
    });
  }
}

/** Before the registration, in the order of who makes them. */
async function holdWaiting(manager: EntityManager, tenantId: string, registrationId: string): Promise<void> {
  await manager.query(
    'select 1 from open_pushes where tenant_id = $1 and registration_id = $2 order by push_id for update',
    [tenantId, registrationId],
  );
}

function about({ id, account }: HeldRegistration) {
  return { account, registrationId: id, at: Date.now() };
}

/** By its app server: an account's address does not belong into the audit log, which others read. */
function objectOf({ id, appServer }: HeldRegistration) {
  return { kind: 'registration', id, name: appServer } as const;
}
