import { escapeXml } from '../harness/xml.js';

/** A message as a story names it; `type` is an empty string where the stanza has none. */
export interface MessageShape {
  readonly type: string;
  readonly payload: string;
}

const HINTS = "xmlns='urn:xmpp:hints'";
const STORE = `<store ${HINTS}/>`;
const CHAT_STATES = "xmlns='http://jabber.org/protocol/chatstates'";
const JINGLE = "xmlns='urn:xmpp:jingle-message:0' id='call-1'";

/** A chat message with text, as most clients send it. */
export function textMessage(text: string): MessageShape {
  return chat(`<body>${escapeXml(text)}</body><active ${CHAT_STATES}/>`);
}

/** A message as it stands in a list: its name, or its text in quotes. */
export function readShape(words: string): MessageShape {
  const [, text] = /^"(.*)"$/.exec(words) ?? [];
  const shape = text === undefined ? MESSAGE_SHAPES[words] : textMessage(text);
  if (shape === undefined) throw new Error(`no message is called ${words}`);
  return shape;
}

/** Everything else that people, or their clients, send to each other. */
export const MESSAGE_SHAPES: Readonly<Record<string, MessageShape>> = {
  'a message without a type': { type: '', payload: '<body>hello</body>' },
  'a message with an empty text': chat('<body></body>'),
  'a message with a single space': chat('<body> </body>'),
  'a subject only': chat(`<subject>news</subject>${STORE}`),
  'a subject with a text': chat('<subject>news</subject><body>hello</body>'),
  'a chat state': chat(`<composing ${CHAT_STATES}/><no-store ${HINTS}/>`),
  'a receipt': chat(`<received xmlns='urn:xmpp:receipts' id='earlier'/>${STORE}`),
  'a displayed marker': chat(`<displayed xmlns='urn:xmpp:chat-markers:0' id='earlier'/>${STORE}`),
  'an OMEMO message': omemo('eu.siacs.conversations.axolotl'),
  'an OMEMO 0 message': omemo('urn:xmpp:omemo:0'),
  'an OMEMO 1 message': omemo('urn:xmpp:omemo:1'),
  'an OMEMO 2 message': omemo('urn:xmpp:omemo:2'),
  'a message marked as encrypted': chat(
    `<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:cipher'/><secret xmlns='urn:example:cipher'/>${STORE}`,
  ),
  'a PGP message': chat(`<x xmlns='jabber:x:encrypted'>hQEMA</x>${STORE}`),
  'an OpenPGP message': chat(`<openpgp xmlns='urn:xmpp:openpgp:0'>hQEMA</openpgp>${STORE}`),
  'a call': jingle('propose', "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/>"),
  'the acceptance of a call': jingle('accept'),
  'the withdrawal of a call': jingle('retract'),
  'the end of a call': jingle('finish'),
  'a headline with a text': { type: 'headline', payload: '<body>breaking</body>' },
  'an encrypted headline': { type: 'headline', payload: omemo('eu.siacs.conversations.axolotl').payload },
  'an error with a text': {
    type: 'error',
    payload:
      "<body>hello</body><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
  },
  "a room's message": { type: 'groupchat', payload: '<body>hello all</body>' },
  "a room's new subject": { type: 'groupchat', payload: '<subject>news</subject>' },
  "a room's new subject with a text": {
    type: 'groupchat',
    payload: '<subject>news</subject><body>hello all</body>',
  },
  'an invitation to a room': {
    type: '',
    payload: `<x xmlns='http://jabber.org/protocol/muc#user'><invite from='host@example.org'/></x>${STORE}`,
  },
};

function chat(payload: string): MessageShape {
  return { type: 'chat', payload };
}

function omemo(namespace: string): MessageShape {
  const header = "<header sid='1001'><key rid='2002'>a2V5</key><iv>aXY=</iv></header>";
  return chat(`<encrypted xmlns='${namespace}'>${header}<payload>c2VjcmV0</payload></encrypted>${STORE}`);
}

function jingle(name: string, inside = ''): MessageShape {
  return chat(`<${name} ${JINGLE}>${inside}</${name}>${STORE}`);
}
