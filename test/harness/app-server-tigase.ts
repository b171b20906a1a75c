import { createHash } from 'node:crypto';
import type { AppServerKind, Device, EnableContents, Verdict } from './app-server-kind.js';
import { refused, WOKEN } from './app-server-kind.js';
import { readForm, takeApart } from './app-server-publish.js';
import type { XmlElement } from './xml.js';

/**
 * Tigase's push component, the app server of Siskin and Snikket iOS: knows devices by node alone and shows what
 * the summary says, so it needs one. Its clients give no publish-options.
 */
export class Tigase implements AppServerKind {
  readonly name = 'tigase';
  readonly disco =
    "<identity category='pubsub' type='push'/><feature var='urn:xmpp:push:0'/>" +
    "<feature var='tigase:messenger:apns:1'/>";
  readonly #devices = new Map<string, { isInstalled: boolean }>();

  register({ account, name }: Device): EnableContents {
    const digest = createHash('sha256').update(`${account} ${name}`).digest('hex');
    const node = [0, 8, 12, 16, 20]
      .map((start, index) => digest.slice(start, [8, 12, 16, 20, 32][index]))
      .join('-');
    this.#devices.set(node, { isInstalled: true });
    return { node };
  }

  uninstall(node: string): void {
    const device = this.#devices.get(node);
    if (device) device.isInstalled = false;
  }

  judge(iq: XmlElement): Verdict {
    const parts = takeApart(iq);
    if (!parts?.publish) return refused('bad-request', 'no publish in an iq of type set');
    const device = this.#devices.get(parts.publish.attrs.node ?? '');
    if (!device) return refused('item-not-found', 'no such node');
    if (!device.isInstalled) return refused('item-not-found', 'the device is gone');
    if (!parts.notification) return refused('bad-request', 'no notification in the item');
    const count = readForm(parts.summaryForm)['message-count'];
    if (!/^\d+$/.test(count ?? '')) return refused('bad-request', 'no message-count to show');
    return WOKEN;
  }
}
