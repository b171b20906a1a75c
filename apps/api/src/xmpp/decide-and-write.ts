import type { EntityManager } from 'typeorm';
import { decideBatch } from './decide-batch.js';
import type { BatchInput, Decided } from './decide-batch.js';
import { loadFacts } from './load-facts.js';
import type { FactsOf } from './load-facts.js';
import { writeLog } from './write-log.js';

/** Decides inputs that nothing is sent for before they are durable, in the transaction in which they are written. */
export async function decideAndWrite(
  manager: EntityManager,
  of: FactsOf,
  inputs: readonly Exclude<BatchInput, { kind: 'unreadable' }>[],
): Promise<readonly Decided[]> {
  const decided = decideBatch(inputs, await loadFacts(manager, of, inputs));
  const rows = decided.map((one) => one.rows);
  await writeLog(manager, of.secretBox, of.tenant, rows);
  return decided;
}
