import type { Outcome } from '@bellhop/push-core';
import type { RegistrationDto } from '../contract.js';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import { microsOf } from '../platform/cursor.js';
import type { Position } from '../platform/cursor.js';
import { toWaitingPushDto } from '../pushes/open-push.dto.js';
import type { OpenPushRow } from '../pushes/open-push.dto.js';

type Instant = 'firstEnabledAt' | 'enabledAt' | 'boundAt' | 'lastPushAt' | 'removedAt';

/** A row of `REGISTRATION_COLUMNS`. */
export interface RegistrationRow
  extends Omit<RegistrationDto, Instant | 'lastOutcome' | 'waiting'>, Position {
  readonly id: string;
  readonly firstEnabledAt: Date;
  readonly enabledAt: Date;
  readonly boundAt: Date | null;
  /** A UUIDv7: the greater one is the newer one. */
  readonly lastPushId: string | null;
  readonly removedAt: Date | null;
}

/** Of registrations r and their tenant t; of the options only whether there are any. */
export const REGISTRATION_COLUMNS = `
  r.id, r.account, r.app_server as "appServer", r.node, r.options is not null as "hasOptions",
  r.first_enabled_at as "firstEnabledAt", r.enabled_at as "enabledAt", r.strikes, t.max_errors as "maxErrors",
  r.bound_resource as "boundResource", r.bound_client as "boundClient", r.bound_at as "boundAt",
  greatest(r.last_important_push_id, r.last_unimportant_push_id) as "lastPushId",
  r.removed_at as "removedAt", r.removal_reason as "removalReason",
  ${microsOf('r.enabled_at')} as micros`;

/** Of any registrations. */
export interface RegistrationPushes {
  /** Those that wait, the next one first. */
  readonly waiting: readonly OpenPushRow[];
  /** What became of the last ones, by their ids. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

export function toRegistrationDto(
  { micros: _, lastPushId, ...row }: RegistrationRow,
  { waiting, outcomes }: RegistrationPushes,
): RegistrationDto {
  return {
    ...row,
    firstEnabledAt: row.firstEnabledAt.toISOString(),
    enabledAt: row.enabledAt.toISOString(),
    boundAt: row.boundAt?.toISOString() ?? null,
    lastPushAt: instantIn(lastPushId),
    lastOutcome: outcomes.get(lastPushId ?? '') ?? null,
    removedAt: row.removedAt?.toISOString() ?? null,
    waiting: waiting
      .filter(({ registrationId }) => registrationId === row.id)
      .flatMap((push) => toWaitingPushDto(push) ?? []),
  };
}

function instantIn(pushId: string | null): string | null {
  const instantMs = pushId === null ? null : instantOfUuidV7(pushId);
  return instantMs === null ? null : new Date(instantMs).toISOString();
}
