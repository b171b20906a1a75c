import { callMessage, encryptedMessage, plainMessage } from '../harness/messages.js';
import { renderAttributes } from '../harness/xml.js';
import type { Random } from './random.js';

/** A message of one of the shapes that people send, all of which the archive keeps; most are important. */
export function renderMessage(to: string, id: string, random: Random): string {
  const options = { to, id, type: 'chat' };
  const roll = random.next();
  if (roll < 0.6) return plainMessage(options, `message ${id}`);
  if (roll < 0.8) return encryptedMessage(options);
  if (roll < 0.9) return callMessage(options);
  return readMarker(options);
}

/** "I have read this" (XEP-0333): nobody wants to be woken for it. */
function readMarker(options: { readonly to: string; readonly id: string; readonly type: string }): string {
  const marker = `<displayed xmlns='urn:xmpp:chat-markers:0' id='some-message'/>`;
  return `<message${renderAttributes(options)}>${marker}<store xmlns='urn:xmpp:hints'/></message>`;
}
