import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';
import type { Permission } from '../contract.js';

/** What a route asks of its caller, besides being signed in. */
export interface Requirement {
  /** null: anybody who is signed in; what they get is their own. */
  readonly permission: Permission | null;
  /** Not with an API token. */
  readonly isForPeople: boolean;
  /** The person has proved within the last minutes who they are. */
  readonly needsProof: boolean;
  /** Also for somebody who has yet to set up the second factor that their role needs. */
  readonly isBeforeSecondFactor: boolean;
}

export const REQUIREMENT = 'bellhop:requirement';
const NOTHING: Requirement = {
  permission: null,
  isForPeople: false,
  needsProof: false,
  isBeforeSecondFactor: false,
};

/**
 * Who may call a route. One with a permission of a tenant has that tenant as `:tenantId` in its path. `needsProof`: for
 * secrets, bulk changes and what cannot be undone.
 */
export function Requires(
  permission: Permission,
  { needsProof = false }: { readonly needsProof?: boolean } = {},
): MethodDecorator {
  return declare({ ...NOTHING, permission, needsProof });
}

/** A route about the caller's own things: for every person who is signed in, and for no token. */
export function ForOneself(
  more: Partial<Pick<Requirement, 'needsProof' | 'isBeforeSecondFactor'>> = {},
): MethodDecorator {
  return declare({ ...NOTHING, isForPeople: true, ...more });
}

/** A route whose answer is made of what the caller may see. */
export function ForEverybody(): MethodDecorator {
  return declare(NOTHING);
}

function declare(requirement: Requirement): MethodDecorator {
  return applyDecorators(
    SetMetadata(REQUIREMENT, requirement),
    ApiExtension(
      'x-permission',
      requirement.permission ?? (requirement.isForPeople ? 'oneself' : 'everybody'),
    ),
    ApiOperation({ security: requirement.isForPeople ? [{ cookie: [] }] : [{ cookie: [] }, { token: [] }] }),
  );
}
