import { createHash } from 'node:crypto';
import type { AppServerKind, Device, EnableContents, Verdict } from './app-server-kind.js';
import { refused, WOKEN } from './app-server-kind.js';
import { readAddress, readForm, takeApart } from './app-server-publish.js';
import type { PublishParts } from './app-server-publish.js';
import type { XmlElement } from './xml.js';

/**
 * An operator's own app server as Converse is configured with (`push_app_servers`): nodes and secrets are given
 * out by hand, and XEP-0357 is taken by the letter.
 */
export class ConverseStyle implements AppServerKind {
  readonly name = 'converse';
  /** Converse enables only at an app server with this identity and feature. */
  readonly disco = "<identity category='pubsub' type='push'/><feature var='urn:xmpp:push:0'/>";
  readonly #nodes = new Map<string, { domain: string; secret: string; isInstalled: boolean }>();

  register({ account, name }: Device): EnableContents {
    const digest = createHash('sha256').update(`${account} ${name}`).digest('hex');
    const [node, secret] = [digest.slice(0, 16), digest.slice(16, 32)];
    this.#nodes.set(node, { domain: readAddress(account).domain, secret, isInstalled: true });
    return { node, form: { secret } };
  }

  uninstall(node: string): void {
    const known = this.#nodes.get(node);
    if (known) known.isInstalled = false;
  }

  judge(iq: XmlElement): Verdict {
    const parts = takeApart(iq);
    const fault = parts ? faultOf(parts) : 'no pubsub in an iq of type set';
    if (!parts || fault !== null) return refused('bad-request', fault ?? '');
    const { domain, hasResource } = readAddress(iq.attrs.from ?? '');
    if (hasResource) return refused('forbidden', 'the sender is a full JID');
    const node = this.#nodes.get(parts.publish?.attrs.node ?? '');
    if (!node?.isInstalled) return refused('item-not-found', 'no such node');
    if (node.domain !== domain) return refused('forbidden', "the node belongs to another domain's account");
    if (readForm(parts.optionsForm).secret !== node.secret) return refused('forbidden', 'wrong secret');
    return WOKEN;
  }
}

/** What XEP-0357 "Publishing Notifications" and XEP-0060 would not have; null where all is right. */
function faultOf({ publish, items, notification, summaryForm, optionsForm }: PublishParts): string | null {
  if (!publish) return 'no publish';
  if (items.length !== 1) return 'not exactly one item';
  if (!notification) return 'no notification in the item';
  if (items[0]!.getChildElements().length !== 1) return 'something beside the notification';
  if (summaryForm && readForm(summaryForm).FORM_TYPE !== SUMMARY) return 'the form is no summary';
  if (optionsForm && readForm(optionsForm).FORM_TYPE !== OPTIONS) return 'the form is no publish-options';
  return null;
}

const SUMMARY = 'urn:xmpp:push:summary';
const OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';
