import type { Registration } from '../facts.js';
import { element, type Element } from './element.js';
import { NS } from './namespaces.js';

/** What an app server is told about the reason of a push. null: the field goes without a value. */
export interface Summary {
  /** The sender's bare JID. */
  readonly sender: string | null;
  readonly body: string | null;
}

/**
 * The `<pubsub/>` element that tells an app server to wake a device (XEP-0357 "Publishing Notifications").
 * The form is inside the notification, has type `form` and always all four fields: app servers depend on
 * each of these. The stored publish-options form goes along unchanged.
 */
export function publishPayload(
  registration: Pick<Registration, 'node' | 'options'>,
  summary: Summary,
): Element {
  const notification = element(NS.push, 'notification', {}, [summaryForm(summary)]);
  const node = registration.node === '' ? undefined : registration.node;
  const publish = pubsub('publish', { node }, [pubsub('item', {}, [notification])]);
  const options =
    registration.options === null ? [] : [pubsub('publish-options', {}, [registration.options])];
  return pubsub('pubsub', {}, [publish, ...options]);
}

function pubsub(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly Element[],
): Element {
  return element(NS.pubsub, name, attributes, children);
}

function summaryForm(summary: Summary): Element {
  return element(NS.dataForms, 'x', { type: 'form' }, [
    field('hidden', 'FORM_TYPE', NS.pushSummary),
    field('text-single', 'message-count', '1'),
    field('text-single', 'pending-subscription-count', null),
    field('jid-single', 'last-message-sender', summary.sender),
    field('text-single', 'last-message-body', summary.body),
  ]);
}

/** `value` null: the field is there without a value. */
function field(type: string, name: string, value: string | null): Element {
  const children = value === null ? [] : [element(NS.dataForms, 'value', {}, value === '' ? [] : [value])];
  return element(NS.dataForms, 'field', { type, var: name }, children);
}
