import { createHash } from 'node:crypto';
import type { AppServerKind, Device, EnableContents, Verdict } from './app-server-kind.js';
import { refused, WOKEN } from './app-server-kind.js';
import { readAddress, readForm, takeApart } from './app-server-publish.js';
import type { XmlElement } from './xml.js';

interface Target {
  readonly domain: string;
  readonly secret: string;
  isInstalled: boolean;
}

/**
 * p2, the app server of Conversations and Snikket Android: looks a device up by (domain of the sender, node)
 * and compares the secret; of the notification itself it reads nothing on FCM.
 */
export class P2 implements AppServerKind {
  readonly name = 'p2';
  readonly disco = "<feature var='http://jabber.org/protocol/commands'/>";
  readonly #targets = new Map<string, Target>();

  /** As the ad-hoc command `register-push-fcm` does: node and secret are stable per device and account. */
  register({ account, name }: Device): EnableContents {
    const { domain } = readAddress(account);
    const node = fingerprint(`node ${account} ${name}`, 12);
    const secret = fingerprint(`secret ${account} ${name}`, 24);
    this.#targets.set(node, { domain, secret, isInstalled: true });
    return { node, form: { secret } };
  }

  uninstall(node: string): void {
    const target = this.#targets.get(node);
    if (target) target.isInstalled = false;
  }

  judge(iq: XmlElement): Verdict {
    const parts = takeApart(iq);
    if (!parts) return refused('bad-request', 'no pubsub in an iq of type set');
    const { domain, hasResource } = readAddress(iq.attrs.from ?? '');
    const node = parts.publish?.attrs.node;
    const secret = readForm(parts.optionsForm).secret ?? null;
    if (node === undefined) return refused('forbidden', 'no node');
    if (secret === null) return refused('forbidden', 'no secret in the publish-options');
    if (hasResource) return refused('forbidden', 'the sender is a full JID');
    const target = this.#targets.get(node);
    if (target?.domain !== domain) return refused('item-not-found', "no such node for the sender's domain");
    return judgeTarget(target, secret);
  }
}

function judgeTarget(target: Target, secret: string): Verdict {
  if (target.secret !== secret) return refused('forbidden', 'wrong secret');
  if (!target.isInstalled) return refused('item-not-found', 'FCM: unregistered');
  return WOKEN;
}

function fingerprint(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64').slice(0, length);
}
