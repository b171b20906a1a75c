import { escapeXml, renderAttributes } from './xml.js';

/** Whom a message goes to; `id` is made up unless given. */
export interface MessageOptions {
  readonly to: string;
  /** `chat` unless given. */
  readonly type?: string;
  readonly id?: string;
}

/** A chat message whose text anybody on the way can read. */
export function plainMessage(options: Required<MessageOptions>, body: string): string {
  return message(options, `<body>${escapeXml(body)}</body><active ${CHAT_STATES}/>`);
}

/** An OMEMO message (XEP-0384 0.3): key and payload without meaning, and the usual hint as body. */
export function encryptedMessage(options: Required<MessageOptions>): string {
  const header = "<header sid='1001'><key rid='2002'>a2V5</key><iv>aXY=</iv></header>";
  const payload = '<payload>c2VjcmV0</payload>';
  const encrypted = `<encrypted xmlns='eu.siacs.conversations.axolotl'>${header}${payload}</encrypted>`;
  const means = "<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl'/>";
  return message(options, `${encrypted}${means}<store xmlns='urn:xmpp:hints'/>`);
}

/** A call being proposed (XEP-0353). */
export function callMessage(options: Required<MessageOptions>): string {
  const media = "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/>";
  const propose = `<propose xmlns='urn:xmpp:jingle-message:0' id='${escapeXml(options.id)}'>${media}</propose>`;
  return message(options, `${propose}<store xmlns='urn:xmpp:hints'/>`);
}

/** Somebody types (XEP-0085): nothing a person would want to be woken for. */
export function typingMessage(options: Required<MessageOptions>): string {
  return message(options, `<composing ${CHAT_STATES}/><no-store xmlns='urn:xmpp:hints'/>`);
}

const CHAT_STATES = "xmlns='http://jabber.org/protocol/chatstates'";

function message({ to, type, id }: Required<MessageOptions>, payload: string): string {
  return `<message${renderAttributes({ to, type, id })}>${payload}</message>`;
}
