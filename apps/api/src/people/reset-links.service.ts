import { Injectable } from '@nestjs/common';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { Person, ResetLink } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { Site } from '../platform/site.js';
import { insertResetLink } from './reset-links.js';

/** Links for people who forgot their password. Bellhop sends no mail: whoever makes one passes it on. */
@Injectable()
export class ResetLinksService {
  constructor(
    private readonly scope: TenantScope,
    private readonly site: Site,
  ) {}

  /**
   * For anybody with an account, whatever their roles.
   *
   * @throws Refusal `not-found`
   */
  create(personId: string): Promise<ResetLink> {
    return this.scope.forProvider(async (manager) => {
      const [person] = await manager.query<Person[]>('select id, email from users where id = $1', [personId]);
      if (person === undefined) throw new Refusal('not-found', 'There is no such person.');
      const { token, expiresAt } = await insertResetLink(manager, person);
      await recordAudit(manager, null, {
        action: 'password.reset-link',
        object: aboutPerson(person),
        after: { expiresAt },
      });
      return { url: `${this.site.origin}/reset#${token}`, expiresAt: expiresAt.toISOString() };
    });
  }
}
