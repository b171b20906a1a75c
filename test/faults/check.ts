import { checkDecisions } from './checks/check-decisions.js';
import { checkEvents } from './checks/check-events.js';
import { checkProcess } from './checks/check-process.js';
import { checkPublishes } from './checks/check-publishes.js';
import { checkPushes } from './checks/check-pushes.js';
import { checkRegistrations } from './checks/check-registrations.js';
import type { Duplicate, LostTail, Violation } from './checks/violation.js';
import type { Histories } from './histories.js';

/** What the histories show: promises that were broken, and what faults account for. */
export interface Verdict {
  readonly violations: readonly Violation[];
  readonly tails: readonly LostTail[];
  readonly duplicates: readonly Duplicate[];
}

/** Compares what the senders, the app servers and the database know about a run that is over. */
export function checkHistories(histories: Histories): Verdict {
  const events = checkEvents(histories);
  const publishes = checkPublishes(histories);
  return {
    violations: [
      ...events.violations,
      ...checkDecisions(histories),
      ...checkPushes(histories),
      ...checkRegistrations(histories),
      ...publishes.violations,
      ...checkProcess(histories),
    ],
    tails: events.tails,
    duplicates: publishes.duplicates,
  };
}
