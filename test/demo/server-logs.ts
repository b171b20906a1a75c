import type { Bellhop } from '../harness/bellhop.js';
import type { Prosody } from '../harness/prosody.js';

const TAIL_LINES = 15;

/** Prints the end of both servers' logs, for whoever has to find out why they do not get on. */
export async function showLogs(prosody: Prosody, bellhop: Bellhop): Promise<void> {
  const prosodyLog = await prosody.logText().catch(() => '');
  printTail('Prosody', prosodyLog.trimEnd().split('\n'));
  printTail('Bellhop', bellhop.lines);
}

function printTail(server: string, lines: readonly string[]): void {
  const tail = lines.slice(-TAIL_LINES).map((line) => `    ${line}`);
  console.error(`\nThe end of ${server}'s log:\n${tail.join('\n')}`);
}
