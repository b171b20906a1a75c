import type { XmlElement } from './xml.js';

export const PUBSUB = 'http://jabber.org/protocol/pubsub';
const PUSH = 'urn:xmpp:push:0';
const DATA = 'jabber:x:data';

/** A publish as it arrived (XEP-0357 "Publishing Notifications"). */
export interface Publish {
  readonly id: string;
  readonly from: string;
  readonly node: string | null;
  /** The form inside `<notification/>`: field → value, null where the field has none; empty without form. */
  readonly summary: Readonly<Record<string, string | null>>;
  /** The fields of `<publish-options/>`. */
  readonly options: Readonly<Record<string, string | null>>;
  /** The whole stanza. */
  readonly xml: string;
  /** Instant of arrival, ms since 1970. */
  readonly receivedAt: number;
}

/** The parts of a publish that app servers look at; null where it is not there. */
export interface PublishParts {
  readonly pubsub: XmlElement;
  readonly publish: XmlElement | null;
  readonly items: readonly XmlElement[];
  readonly notification: XmlElement | null;
  readonly summaryForm: XmlElement | null;
  readonly options: XmlElement | null;
  readonly optionsForm: XmlElement | null;
}

/** Takes an iq of type set with a `<pubsub/>` apart; null for anything else. */
export function takeApart(stanza: XmlElement): PublishParts | null {
  const pubsub = stanza.getChild('pubsub', PUBSUB);
  if (!stanza.is('iq') || stanza.attrs.type !== 'set' || !pubsub) return null;
  const publish = pubsub.getChild('publish', PUBSUB) ?? null;
  const items = publish?.getChildren('item', PUBSUB) ?? [];
  const notification = items[0]?.getChild('notification', PUSH) ?? null;
  const options = pubsub.getChild('publish-options', PUBSUB) ?? null;
  return {
    pubsub,
    publish,
    items,
    notification,
    summaryForm: notification?.getChild('x', DATA) ?? null,
    options,
    optionsForm: options?.getChild('x', DATA) ?? null,
  };
}

/** Reads a publish; undefined for any other stanza. */
export function readPublish(stanza: XmlElement): Publish | undefined {
  const parts = takeApart(stanza);
  if (!parts?.publish) return undefined;
  return {
    id: stanza.attrs.id ?? '',
    from: stanza.attrs.from ?? '',
    node: parts.publish.attrs.node ?? null,
    summary: readForm(parts.summaryForm),
    options: readForm(parts.optionsForm),
    xml: stanza.toString(),
    receivedAt: Date.now(),
  };
}

/** A form's fields in order: name → first value, null where it has none. */
export function readForm(form: XmlElement | null): Readonly<Record<string, string | null>> {
  const fields = form?.getChildren('field') ?? [];
  return Object.fromEntries(fields.map((field) => [field.attrs.var ?? '', field.getChildText('value')]));
}

/** The domain of a JID and whether it names a resource. */
export function readAddress(jid: string): { readonly domain: string; readonly hasResource: boolean } {
  const [bare = ''] = jid.split('/', 1);
  return { domain: bare.slice(bare.indexOf('@') + 1), hasResource: jid.includes('/') };
}
