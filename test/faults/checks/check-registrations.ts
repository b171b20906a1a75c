import type { Enabled, Histories, ReceivedPublish } from '../histories.js';
import type { Violation } from './violation.js';

/** No registration is lost unless its app server refused it so often in a row that the policy ends it. */
export function checkRegistrations({
  enabled,
  database,
  publishes,
  maxErrors,
}: Histories): readonly Violation[] {
  const rows = new Map(database.registrations.map((row) => [keyOf(row), row]));
  const broken = enabled.filter((one) => {
    const row = rows.get(keyOf(one));
    if (row?.removedAt === null) return false;
    return refusalsInARow(publishes.filter(({ node }) => node === one.node)) < maxErrors;
  });
  return broken.map((one) => ({
    rule: 'a registration outlives every passing fault',
    seen: `${one.node} of ${one.account}: ${rows.get(keyOf(one))?.removalReason ?? 'not there'}`,
  }));
}

function keyOf({ account, appServer, node }: Pick<Enabled, 'account' | 'appServer' | 'node'>): string {
  return `${account} ${appServer} ${node}`;
}

function refusalsInARow(publishes: readonly ReceivedPublish[]): number {
  let longest = 0;
  let row = 0;
  for (const { answer } of publishes) {
    if (answer === 'final-error') row += 1;
    if (answer === 'result') row = 0;
    longest = Math.max(longest, row);
  }
  return longest;
}
