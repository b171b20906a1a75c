import {
  childElements,
  element,
  findChild,
  isImportant,
  NS,
  publishPayload,
  summarize,
  textOf,
} from '@bellhop/push-core';
import type { Element, Policy, Skeleton } from '@bellhop/push-core';
import type { PolicyPreview } from '../contract.js';
import { indentedXml } from './indented-xml.js';

/** For one message of each kind, exactly the publish that would leave the server under a policy. */
export function previewPolicy(domain: string, policy: Policy): PolicyPreview {
  const examples = KINDS.map((kind) => {
    const message = exampleMessage(domain, EXAMPLES[kind]);
    return {
      kind,
      arrives: indentedXml(message, NS.client),
      leaves: leavingXml(domain, message, policy),
    };
  });
  return { examples };
}

type Kind = PolicyPreview['examples'][number]['kind'];

const KINDS: readonly Kind[] = ['text', 'encrypted', 'call', 'typing'];
const SENDER = 'juliet@example.org';
const APP_SERVER = 'push.app.example';

const EXAMPLES: Readonly<Record<Kind, readonly Element[]>> = {
  text: [body('hello')],
  encrypted: [
    element(NS.omemoLegacy, 'encrypted', {}, [
      element(NS.omemoLegacy, 'header', { sid: '27183' }, [
        element(NS.omemoLegacy, 'iv', {}, ['bWFkZSB1cA==']),
      ]),
      element(NS.omemoLegacy, 'payload', {}, ['bm90IHJlYWxseQ==']),
    ]),
    // Clients add this for those that cannot decrypt; it is what a policy with body would let out.
    body('I sent you an OMEMO encrypted message.'),
  ],
  call: [
    element(NS.jingleMessage[0], 'propose', { id: 'call-1' }, [
      element('urn:xmpp:jingle:apps:rtp:1', 'description', { media: 'audio' }),
    ]),
  ],
  typing: [element('http://jabber.org/protocol/chatstates', 'composing')],
};

function body(text: string): Element {
  return element(NS.client, 'body', {}, [text]);
}

function exampleMessage(domain: string, children: readonly Element[]): Element {
  const addresses = { from: `${SENDER}/balcony`, to: `romeo@${domain}` };
  return element(NS.client, 'message', { ...addresses, type: 'chat', id: 'example' }, children);
}

function leavingXml(domain: string, message: Element, policy: Policy): string | null {
  const skeleton = toSkeleton(message, policy);
  if (policy.notifyOn === 'important' && !isImportant(skeleton)) return null;
  return indentedXml(examplePublish(domain, skeleton, policy), NS.client);
}

function examplePublish(domain: string, skeleton: Skeleton, policy: Policy): Element {
  const summary = summarize(skeleton, policy);
  const payload = publishPayload({ node: 'the-device', options: null }, summary);
  return element(NS.client, 'iq', { type: 'set', from: domain, to: APP_SERVER, id: 'example' }, [payload]);
}

/** What the adapter would report of the message (docs/link.md, "Skeleton"). */
function toSkeleton(message: Element, policy: Policy): Skeleton {
  const text = findChild(message, 'body');
  return {
    name: 'message',
    type: 'chat',
    id: 'example',
    by: 'remote',
    children: childElements(message).map(({ name, namespace }) => ({ name, namespace })),
    hasBody: text !== undefined,
    body: policy.withBody && text !== undefined ? textOf(text) : null,
    sender: policy.withSender ? SENDER : null,
    carbon: null,
  };
}
