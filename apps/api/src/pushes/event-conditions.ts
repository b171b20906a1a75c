import type { Conditions } from '../platform/conditions.js';
import type { EventFilters } from './event-filters.js';
import { OPEN_OUTCOMES } from './open-push.dto.js';
import { instantOf } from './uuid-instant.js';

/**
 * Whether an event e is one that is asked for. Registration, app server and reason have to hold for the same decision,
 * and the app server and outcome for the same push.
 */
export function addEventConditions(where: Conditions, filters: EventFilters): void {
  where.addGiven('e.account = $', filters.account);
  where.addGiven('e.account ^@ $', filters.accountStart);
  where.addGiven('e.kind = $', filters.kind);
  addDecision(where, filters);
  addOutcome(where, filters);
}

function addDecision(where: Conditions, { registrationId, appServer, reason }: EventFilters): void {
  const decision = JSON.stringify([{ registrationId, appServer, reason }]);
  if (registrationId !== undefined || appServer !== undefined) where.add('e.decisions @> $', decision);
  // An event without a decision for anybody has its reason itself.
  else if (reason !== undefined)
    where.addText(`(e.reason = ${where.bind(reason)} or e.decisions @> ${where.bind(decision)})`);
}

/**
 * Of a whole account: the events that a push of that outcome tells of. Otherwise, because a large log could not be
 * searched so: the events that such a push was made for.
 */
function addOutcome(where: Conditions, filters: EventFilters): void {
  const { outcome, account, appServer, pushIds } = filters;
  if (outcome === undefined) return;
  if (pushIds !== undefined) {
    where.add(`exists (select from ${DECISIONS} where (d ->> 'pushId')::uuid = any ($))`, pushIds);
    return;
  }
  const isOpen = outcome === 'pending' || outcome === 'deferred';
  const from = isOpen ? OPEN_PUSHES : overPushes(where.bind(filters.classes));
  const texts = [isOpen ? OPEN_OUTCOMES[outcome] : `p.outcome = ${where.bind(outcome)}`];
  if (account === undefined) texts.push('p.event_id = e.id');
  if (appServer !== undefined) texts.push(`p.app_server = ${where.bind(appServer)}`);
  where.addText(`exists (select from ${DECISIONS}, lateral (${from}) p where ${texts.join(' and ')})`);
}

/** Of an event e. */
const DECISIONS = 'jsonb_array_elements(e.decisions) d';

const OPEN_PUSHES = `
  select * from open_pushes where tenant_id = e.tenant_id and push_id = (d ->> 'pushId')::uuid offset 0`;

/**
 * A push lies at the instant inside its id. Without `offset` Postgres would read all pushes of the outcome for each
 * event.
 */
function overPushes(classes: string): string {
  return `
    select event_id, outcome, app_server from pushes
    where tenant_id = e.tenant_id and retention_days = any (${classes}) and id = (d ->> 'pushId')::uuid
      and at = ${instantOf("d ->> 'pushId'")}
    offset 0`;
}
