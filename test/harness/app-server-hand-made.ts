import type { XmlElement } from './xml.js';
import { parseXml, renderAttributes } from './xml.js';

/** A publish made by hand; what is left out is as XEP-0357's examples have it. */
export interface HandMade {
  readonly from?: string;
  readonly node?: string | null;
  /** Instead of the `<item/>`. */
  readonly item?: string;
  /** The children of publish-options' form after FORM_TYPE; null: no publish-options. */
  readonly fields?: string | null;
  /** The attributes of publish-options' form besides the namespace. */
  readonly formType?: string;
  /** The element that stands for FORM_TYPE in publish-options. */
  readonly formTypeField?: string;
}

/** The iq of a hand-made publish. */
export function handMadePublish(parts: HandMade = {}): XmlElement {
  const { from = 'tenant.example', node = 'n1', item = ITEM, fields = null } = parts;
  const publish = `<publish${renderAttributes({ node: node ?? undefined })}>${item}</publish>`;
  const options = fields === null ? '' : publishOptions(parts, fields);
  const pubsub = `<pubsub xmlns='http://jabber.org/protocol/pubsub'>${publish}${options}</pubsub>`;
  return parseXml(`<iq type='set' id='p1' from='${from}' to='push.app.example'>${pubsub}</iq>`);
}

/** A field with one value. */
export function field(name: string, value: string): string {
  return `<field var='${name}'><value>${value}</value></field>`;
}

/** The form that belongs into the notification. */
export const SUMMARY_FORM =
  `<x xmlns='jabber:x:data' type='form'>` +
  `<field type='hidden' var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>` +
  `${field('message-count', '1')}<field var='last-message-body'/></x>`;

const ITEM = `<item><notification xmlns='urn:xmpp:push:0'>${SUMMARY_FORM}</notification></item>`;
const FORM_TYPE = field('FORM_TYPE', 'http://jabber.org/protocol/pubsub#publish-options');

function publishOptions(
  { formType = "type='submit'", formTypeField = FORM_TYPE }: HandMade,
  fields: string,
): string {
  const form = `<x xmlns='jabber:x:data' ${formType}>${formTypeField}${fields}</x>`;
  return `<publish-options>${form}</publish-options>`;
}
