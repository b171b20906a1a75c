import { isSendable } from './characters.js';
import { childElements, findChild, textOf, type Element } from './element.js';
import { bareJid } from './jid.js';
import { NS } from './namespaces.js';
import type { Skeleton, SkeletonChild } from './skeleton.js';
import { byteLength, cutToBytes } from './utf8.js';

/** docs/link.md: no adapter sends more of a text. */
const MAX_BODY_BYTES = 4096;
const MAX_ATTRIBUTE_BYTES = 1024;
/** RFC 7622 3.1: localpart and domain of 1023 bytes each. */
const MAX_BARE_JID_BYTES = 2047;

/**
 * Reads the shape of a reported stanza; null if it is none, or holds characters that no stanza may have.
 * Whoever sent it chose its length, so what is too long is cut: a push must not depend on it.
 */
export function readSkeleton(stanza: Element): Skeleton | null {
  const shape = readShape(stanza);
  if (shape === null) return null;
  const copy = findCarbonCopy(stanza);
  if (copy === null) return shape;
  const inner = readShape(copy.message);
  return inner === null ? null : { ...shape, carbon: { direction: copy.direction, inner } };
}

function readShape(stanza: Element): Skeleton | null {
  const { name, attributes } = stanza;
  if (name !== 'message' && name !== 'presence' && name !== 'iq') return null;
  if (!Object.values(attributes).every(isSendable)) return null;
  const bodies = childElements(stanza).filter((child) => child.name === 'body' && isOwn(child, stanza));
  const text = bodies.map(textOf).find((body) => body !== '') ?? null;
  if (text !== null && !isSendable(text)) return null;
  return {
    name,
    type: readAttribute(attributes['type']),
    id: readAttribute(attributes['id']),
    by: readBy(attributes['by']),
    children: childElements(stanza).map((child) => readChild(child, stanza)),
    hasBody: bodies.length > 0,
    body: text === null ? null : cutToBytes(text, MAX_BODY_BYTES),
    sender: readSender(attributes['from']),
    carbon: null,
  };
}

function readAttribute(value: string | undefined): string | null {
  return value === undefined ? null : cutToBytes(value, MAX_ATTRIBUTE_BYTES);
}

function readSender(from: string | undefined): string | null {
  const sender = bareJid(from ?? '');
  return sender === '' || byteLength(sender) > MAX_BARE_JID_BYTES ? null : sender;
}

// An adapter may leave the namespace of the stanza to be inherited from the link.
function isOwn(child: Element, stanza: Element): boolean {
  return child.namespace === NS.client || child.namespace === stanza.namespace;
}

function readChild(child: Element, stanza: Element): SkeletonChild {
  return { name: child.name, namespace: isOwn(child, stanza) ? NS.client : child.namespace };
}

function readBy(value: string | undefined): Skeleton['by'] {
  return value === 'self' || value === 'local' || value === 'remote' ? value : null;
}

/**
 * XEP-0280: a carbon copy wraps a message in `received` or `sent`. Section 11: one that is not from the account
 * itself is a forgery and tells nothing about a message.
 */
function findCarbonCopy(stanza: Element) {
  if (stanza.attributes['by'] !== 'self') return null;
  for (const direction of ['received', 'sent'] as const) {
    const wrapper = findChild(stanza, direction, NS.carbons);
    const forwarded = wrapper && findChild(wrapper, 'forwarded', NS.forward);
    const message = forwarded && findChild(forwarded, 'message');
    if (message !== undefined) return { direction, message };
  }
  return null;
}
