import { NS, element, serialize } from '@bellhop/push-core';
import type { Action, Element } from '@bellhop/push-core';
import type { Logger } from 'pino';
import type { Connection } from './connection.js';

/** docs/link.md row 6: an iq stays far below what makes a chat server end the stream. */
const MAX_PUBLISHES_BYTES = 131_072;
const TAKEN_OVER_TIMEOUT_MS = 60_000;

export type Publish = Extract<Action, { kind: 'publish' }>;

/**
 * Hands publishes to the adapter, which sends them from the tenant's domain. Returns when they are written to
 * the stream; what the app servers answer comes as events. Throws NotConnectedError.
 */
export function sendPublishes(
  connection: Connection,
  domain: string,
  publishes: readonly Publish[],
  logger: Logger,
): void {
  for (const group of groupBySize(publishes.map(toElement))) {
    const payload = element(NS.link, 'publishes', {}, group);
    connection.request(domain, 'set', payload, TAKEN_OVER_TIMEOUT_MS).catch((error: unknown) => {
      logger.warn({ domain, publishes: group.length, error: String(error) }, 'publishes were not taken over');
    });
  }
}

function toElement(publish: Publish): Element {
  return element(NS.link, 'publish', { id: publish.pushId, to: publish.to }, [publish.payload]);
}

function groupBySize(publishes: readonly Element[]): readonly (readonly Element[])[] {
  const groups: Element[][] = [];
  let room = 0;
  for (const publish of publishes) {
    const bytes = Buffer.byteLength(serialize(publish, NS.link));
    if (bytes > room) {
      groups.push([]);
      room = MAX_PUBLISHES_BYTES;
    }
    groups.at(-1)?.push(publish);
    room -= bytes;
  }
  return groups;
}
