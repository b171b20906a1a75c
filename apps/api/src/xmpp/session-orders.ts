import { NS, element } from '@bellhop/push-core';
import type { Action, Element } from '@bellhop/push-core';
import type { LinkSession } from './link-session.js';

const ANSWER_TIMEOUT_MS = 30_000;

/**
 * Tells the adapter which sessions to hold and which to let go (docs/link.md row 7). Nobody waits for the answers: a
 * session that is gone by now needs no order, and a hold that got lost is seen by the next event and given again.
 */
export function giveOrders(session: LinkSession, actions: readonly Action[]): void {
  const orders = actions.flatMap((action) => orderOf(action) ?? []);
  const different = new Map(orders.map((order) => [JSON.stringify(order.attributes), order]));
  const { connection, tenant } = session;
  for (const order of different.values()) {
    connection.request(tenant.domain, 'set', order, ANSWER_TIMEOUT_MS).catch(() => undefined);
  }
}

function orderOf(action: Action): Element | null {
  if (action.kind === 'hold-session') {
    const { account, sid, seconds } = action;
    return element(NS.link, 'hold', { user: localpart(account), sid, seconds: String(seconds) });
  }
  if (action.kind === 'release-session') {
    const { account, sid, isForgotten } = action;
    return element(NS.link, 'release', {
      user: localpart(account),
      sid,
      forget: isForgotten ? '1' : undefined,
    });
  }
  return null;
}

function localpart(account: string): string {
  return account.slice(0, account.lastIndexOf('@'));
}
