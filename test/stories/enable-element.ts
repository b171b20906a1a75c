import { renderAttributes } from '../harness/xml.js';

/** `<enable/>` with anything at all in it. */
export function enableElement(attributes: Readonly<Record<string, string | undefined>>, inside = ''): string {
  return `<enable xmlns='urn:xmpp:push:0'${renderAttributes(attributes)}>${inside}</enable>`;
}
