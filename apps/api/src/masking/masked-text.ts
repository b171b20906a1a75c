import type { PersonalKind } from '../contract/personal.js';

const DOTS = '•••';
const MOST_SHOWN_OF_NODE = 4;

/** What is left of an address, a node or a name for whoever may not see it: enough to tell two apart, mostly. */
export function maskedText(kind: Exclude<PersonalKind, 'text'>, text: string): string {
  return kind === 'node' ? maskedNode(text) : maskedJid(text);
}

/**
 * Server's words without what they tell of people: `known` are texts that stand elsewhere in the answer, with what is
 * shown of them.
 */
export function maskedWords(words: string, known: ReadonlyMap<string, string>): string {
  const longestFirst = [...known].toSorted(([a], [b]) => b.length - a.length);
  return longestFirst
    .reduce((text, [original, masked]) => text.replaceAll(original, masked), words)
    .replaceAll(JID_IN_TEXT, maskedJid)
    .replace(RESOURCE_IN_TEXT, (_, label: string, resource: string) => label + maskedNode(resource));
}

const JID_IN_TEXT = /[^\s"'<>&“”]+@[^\s"'<>&“”]+/gu;
/** As push-core writes down the state of a session (rules/session.ts). */
const RESOURCE_IN_TEXT = /^(Resource: )(.+)$/su;

/** RFC 7622, 3.2: the resource follows the first slash, the localpart precedes the first `@` before it. */
function maskedJid(jid: string): string {
  const [bare = '', ...resource] = jid.split('/');
  const at = bare.indexOf('@');
  const local = at < 0 ? '' : `${beginning(bare.slice(0, at), 1)}${DOTS}@`;
  return local + bare.slice(at + 1) + (resource.length > 0 ? `/${DOTS}` : '');
}

/** At most the half of it. */
function maskedNode(node: string): string {
  return beginning(node, Math.min(MOST_SHOWN_OF_NODE, Math.floor(node.length / 2))) + DOTS;
}

/** By code points, so that no character is cut in two. */
function beginning(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}
