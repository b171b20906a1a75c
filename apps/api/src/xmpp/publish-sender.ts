import { NS, appServerDomain, element, serialize } from '@bellhop/push-core';
import type { Action } from '@bellhop/push-core';
import { IqError } from './connection.js';
import type { LinkSession } from './link-session.js';

/** docs/link.md row 6: an iq stays far below what makes a chat server end the stream. */
const MAX_PUBLISHES_BYTES = 131_072;
/** Shorter than the adapter waits for the answer to the events that led to them. */
const TAKEN_OVER_TIMEOUT_MS = 30_000;

export type Publish = Extract<Action, { kind: 'publish' }>;

/**
 * Hands publishes to the adapter, which sends them from the tenant's domain; what the app servers answer comes
 * as events. Resolves when the adapter has taken them over: only then may the events that led to them be
 * committed, or a broken stream would cost pushes. Throws IqError or NotConnectedError.
 */
export async function handOver(session: LinkSession, publishes: readonly Publish[]): Promise<void> {
  await Promise.all(groupBySize(publishes.map(toXml)).map((group) => handOverGroup(session, group)));
  const now = Date.now();
  for (const { pushId, to } of publishes) session.appServers.sent(appServerDomain(to), pushId, now);
}

async function handOverGroup(session: LinkSession, group: readonly string[]): Promise<void> {
  const { connection, tenant, logger } = session;
  const payload = `<publishes xmlns='${NS.link}'>${group.join('')}</publishes>`;
  try {
    await connection.request(tenant.domain, 'set', payload, TAKEN_OVER_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof IqError) || error.type !== 'modify') throw error;
    // Refused for what they are: they would be again, and everything behind them would wait for ever.
    logger.error({ publishes: group.length, error: error.message }, 'the adapter refused publishes');
  }
}

function toXml(publish: Publish): string {
  const { pushId, attempt, to, payload } = publish;
  // An answer to an earlier attempt may still come: it must not be taken for one to this.
  const id = attempt === 1 ? pushId : `${pushId}.${attempt}`;
  return serialize(element(NS.link, 'publish', { id, to }, [payload]), NS.link);
}

function groupBySize(publishes: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let room = 0;
  for (const publish of publishes) {
    const bytes = Buffer.byteLength(publish);
    if (bytes > room) {
      groups.push([]);
      room = MAX_PUBLISHES_BYTES;
    }
    groups.at(-1)?.push(publish);
    room -= bytes;
  }
  return groups;
}
