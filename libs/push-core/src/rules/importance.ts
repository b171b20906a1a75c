import { NS } from '../wire/namespaces.js';
import type { Skeleton } from '../wire/skeleton.js';

/** One rule: what it looks for, and what a stanza is when it finds it. */
interface Rule {
  readonly when: (message: Skeleton, stanza: Skeleton) => boolean;
  readonly isImportant: boolean;
}

/** The rules in order; the first that applies decides. `message` is what is inside a carbon copy. */
const RULES: readonly Rule[] = [
  { when: (message) => message.name !== 'message', isImportant: false },
  { when: (message) => message.type === 'headline', isImportant: false },
  { when: (_, stanza) => stanza.carbon?.direction === 'sent', isImportant: false },
  { when: (message) => has(message, 'encrypted', NS.omemoLegacy), isImportant: true },
  { when: (message) => has(message, 'encrypted', ...NS.omemo), isImportant: true },
  { when: (message) => has(message, 'x', NS.pgpLegacy), isImportant: true },
  { when: (message) => has(message, 'openpgp', NS.openPgp), isImportant: true },
  { when: (message) => has(message, 'encryption', NS.explicitEncryption), isImportant: true },
  { when: (message) => has(message, 'propose', ...NS.jingleMessage), isImportant: true },
  {
    when: (message) => message.type === 'groupchat' && has(message, 'subject', NS.client),
    isImportant: false,
  },
  { when: (message) => message.hasBody, isImportant: true },
];

/**
 * Whether a person would want to be woken for a stanza. XEP-0357 leaves it open; the rules are those of
 * mod_cloud_notify, with the newer namespaces of OMEMO, call invitations and encryption hints added.
 */
export function isImportant(stanza: Skeleton): boolean {
  const message = stanza.carbon?.inner ?? stanza;
  return RULES.find((rule) => rule.when(message, stanza))?.isImportant ?? false;
}

/** Whether a stanza offers a call: it has to ring now or not at all. */
export function isUrgent(stanza: Skeleton): boolean {
  return stanza.name === 'message' && has(stanza, 'propose', ...NS.jingleMessage);
}

function has(message: Skeleton, name: string, ...namespaces: readonly string[]): boolean {
  return message.children.some((child) => child.name === name && namespaces.includes(child.namespace));
}
