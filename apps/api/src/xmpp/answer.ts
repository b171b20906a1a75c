import { NS, element } from '@bellhop/push-core';
import type { Element, StanzaError } from '@bellhop/push-core';

/** Whether a stanza is an iq that has to be answered (RFC 6120 8.2.3). */
export function isRequest(stanza: Element): boolean {
  const { type } = stanza.attributes;
  return stanza.name === 'iq' && (type === 'get' || type === 'set');
}

/** An iq result for `request`, to where it came from. */
export function resultFor(request: Element, payload: readonly Element[] = []): Element {
  const { id, from } = request.attributes;
  return element(NS.client, 'iq', { to: from, id, type: 'result' }, payload);
}

/** An iq error for `request`; `extra` goes inside `<error/>` beside the condition. */
export function errorFor(request: Element, error: StanzaError, extra: readonly Element[] = []): Element {
  const { id, from } = request.attributes;
  const text = error.text === null ? [] : [element(NS.stanzaErrors, 'text', {}, [error.text])];
  const body = [element(NS.stanzaErrors, error.condition), ...text, ...extra];
  return element(NS.client, 'iq', { to: from, id, type: 'error' }, [
    element(NS.client, 'error', { type: error.type }, body),
  ]);
}

export const SERVICE_UNAVAILABLE: StanzaError = {
  type: 'cancel',
  condition: 'service-unavailable',
  text: null,
};

/** Too much is in hand, or the database is away: the sender keeps it and comes again. */
export const NOT_NOW: StanzaError = { type: 'wait', condition: 'resource-constraint', text: null };
