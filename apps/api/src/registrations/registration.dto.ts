import type { RegistrationDto } from '../contract.js';
import { microsOf } from '../platform/cursor.js';
import type { Position } from '../platform/cursor.js';

type Instant = 'firstEnabledAt' | 'enabledAt' | 'lastPushAt' | 'removedAt';

/** A row of `REGISTRATION_COLUMNS`. */
export interface RegistrationRow extends Omit<RegistrationDto, Instant>, Position {
  readonly id: string;
  readonly firstEnabledAt: Date;
  readonly enabledAt: Date;
  readonly lastPushAt: Date | null;
  readonly removedAt: Date | null;
}

/** Of registrations r and their tenant t; of the options only whether there are any. */
export const REGISTRATION_COLUMNS = `
  r.id, r.account, r.app_server as "appServer", r.node, r.options is not null as "hasOptions",
  r.first_enabled_at as "firstEnabledAt", r.enabled_at as "enabledAt", r.strikes, t.max_errors as "maxErrors",
  r.bound_resource as "boundResource", r.last_push_at as "lastPushAt", r.last_outcome as "lastOutcome",
  r.removed_at as "removedAt", r.removal_reason as "removalReason",
  ${microsOf('r.enabled_at')} as micros`;

export function toRegistrationDto({ micros: _, ...row }: RegistrationRow): RegistrationDto {
  return {
    ...row,
    firstEnabledAt: row.firstEnabledAt.toISOString(),
    enabledAt: row.enabledAt.toISOString(),
    lastPushAt: row.lastPushAt?.toISOString() ?? null,
    removedAt: row.removedAt?.toISOString() ?? null,
  };
}
