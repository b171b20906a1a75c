/** Namespaces the rules look at. Each name is the short name of the specification that defines it. */
export const NS = {
  client: 'jabber:client',
  /** The protocol between adapter and Bellhop: docs/link.md. */
  link: 'urn:bellhop:link:0',
  /** XEP-0357 Push Notifications. */
  push: 'urn:xmpp:push:0',
  pushSummary: 'urn:xmpp:push:summary',
  pubsub: 'http://jabber.org/protocol/pubsub',
  /** XEP-0004 Data Forms. */
  dataForms: 'jabber:x:data',
  /** RFC 6120 8.3, conditions of stanza errors. */
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
} as const;
