import type { Answer } from '../input.js';
import { toPlain } from '../wire/characters.js';
import { childElements, findChild, textOf, type Element } from '../wire/element.js';
import { NS } from '../wire/namespaces.js';
import { cutToBytes } from '../wire/utf8.js';

const MAX_NAME_BYTES = 64;
const MAX_TEXT_BYTES = 1024;

/**
 * Reads what an app server answered from a `<reply/>`. App servers are strangers: what they write is cut
 * and cleaned, never a reason to drop the reply.
 */
export function readAnswer(reply: Element): Answer {
  const error = findChild(reply, 'error');
  if (error === undefined) return { kind: 'result' };
  const text = findChild(error, 'text', NS.stanzaErrors);
  return {
    kind: 'error',
    type: cutToBytes(toPlain(error.attributes['type'] ?? ''), MAX_NAME_BYTES),
    condition: conditionOf(error),
    text: text === undefined ? null : cutToBytes(toPlain(textOf(text)), MAX_TEXT_BYTES),
  };
}

function conditionOf(error: Element): string {
  const found = childElements(error).find(
    (child) => child.namespace === NS.stanzaErrors && child.name !== 'text',
  );
  return cutToBytes(found?.name ?? 'undefined-condition', MAX_NAME_BYTES);
}
