import { NS, element } from '@bellhop/push-core';
import type { Action, Element } from '@bellhop/push-core';
import type { LinkSession } from './link-session.js';

const ANSWER_TIMEOUT_MS = 30_000;

/** An adapter that does not answer is not given more; what is left out is seen by the next event. */
const MOST_IN_HAND = 1_000;

/**
 * Tells the adapter which sessions to hold and which to let go (docs/link.md row 7). Nobody waits for the answers: a
 * session that is gone by now needs no order, and a hold that got lost is seen by the next event and given again. What
 * a session was told last is not repeated until that is answered.
 */
export function giveOrders(session: LinkSession, actions: readonly Action[]): void {
  for (const order of actions.flatMap((action) => orderOf(action) ?? [])) giveOrder(session, order);
}

function giveOrder({ connection, memory, tenant }: LinkSession, order: Element): void {
  const { ordersInHand } = memory;
  const about = `${order.attributes['user']}@${order.attributes['sid']}`;
  const told = JSON.stringify(order.attributes);
  if (ordersInHand.get(about) === told || ordersInHand.size >= MOST_IN_HAND) return;
  ordersInHand.set(about, told);
  void connection
    .request(tenant.domain, 'set', order, ANSWER_TIMEOUT_MS)
    .catch(() => undefined)
    .then(() => ordersInHand.get(about) === told && ordersInHand.delete(about));
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
