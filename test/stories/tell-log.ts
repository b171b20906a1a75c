import type { LogEvent } from '../harness/stage.js';
import type { BellhopSide } from './story-stage.js';

/** The log of accounts, oldest first, for whoever has to find out why a story failed; empty without Bellhop. */
export async function tellLog(bellhop: BellhopSide | null, accounts: readonly string[]): Promise<string> {
  if (bellhop === null) return '';
  const logs = accounts.map(async (account) => {
    const events = await bellhop.eventsOf(account).catch(() => []);
    return [`\nthe log of ${account}:`, ...events.toReversed().map(tellEvent)].join('\n  ');
  });
  return (await Promise.all(logs)).join('');
}

function tellEvent({ at, recordedAt, kind, state, importance, reason, decisions }: LogEvent): string {
  const said = decisions.map(
    ({ node, reason: why, push, waiting }) =>
      `${node}: ${why} (${push?.outcome ?? (waiting ? `waits until ${waiting.dueAt}` : 'no push')})`,
  );
  const parts = [at, `recorded ${recordedAt}`, kind, state, importance, reason, ...said];
  return parts.filter((part) => part !== null).join(' ');
}
