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
  /** XEP-0280 Message Carbons. */
  carbons: 'urn:xmpp:carbons:2',
  /** XEP-0297 Stanza Forwarding. */
  forward: 'urn:xmpp:forward:0',
  /** XEP-0384 OMEMO Encryption before it had a namespace of its own, and since. */
  omemoLegacy: 'eu.siacs.conversations.axolotl',
  omemo: ['urn:xmpp:omemo:0', 'urn:xmpp:omemo:1', 'urn:xmpp:omemo:2'],
  /** XEP-0027 Current Jabber OpenPGP Usage. */
  pgpLegacy: 'jabber:x:encrypted',
  /** XEP-0373 OpenPGP for XMPP. */
  openPgp: 'urn:xmpp:openpgp:0',
  /** XEP-0380 Explicit Message Encryption. */
  explicitEncryption: 'urn:xmpp:eme:0',
  /** XEP-0353 Jingle Message Initiation. */
  jingleMessage: ['urn:xmpp:jingle-message:0', 'urn:xmpp:jingle-message:1'],
  /** RFC 6120 8.3, conditions of stanza errors. */
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
} as const;
