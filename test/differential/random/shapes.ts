import { MESSAGE_SHAPES, textMessage } from '../../stories/message-shapes.js';
import type { MessageShape } from '../../stories/message-shapes.js';

export const TEXT = 'a text';
export const CALL = 'a call';

/** The names of all messages that random histories send. */
export const SHAPES: readonly string[] = [TEXT, ...Object.keys(MESSAGE_SHAPES)];

/** The message with this name; throws when there is none. */
export function shapeOf(name: string): MessageShape {
  const shape = name === TEXT ? textMessage('hello') : MESSAGE_SHAPES[name];
  if (!shape) throw new Error(`no message is called ${name}`);
  return shape;
}

/** Encryption that the original does not know, so it takes it for unimportant. */
export const NEWER_ENCRYPTION: ReadonlySet<string> = new Set([
  'an OMEMO 1 message',
  'an OMEMO 2 message',
  'a message marked as encrypted',
]);

/** What Bellhop takes for important. */
const IMPORTANT: ReadonlySet<string> = new Set([
  ...NEWER_ENCRYPTION,
  TEXT,
  CALL,
  'a message without a type',
  'a message with a single space',
  'a subject with a text',
  'an OMEMO message',
  'an OMEMO 0 message',
  'a PGP message',
  'an OpenPGP message',
  'an error with a text',
  "a room's message",
]);

/** Whether Bellhop takes a message, or another stanza, for important. */
export function isImportant(name: string): boolean {
  return IMPORTANT.has(name);
}

/** Whether a message to the bare JID is handed to the account's sessions. */
export function reachesSessions(name: string): boolean {
  return !['groupchat', 'error'].includes(shapeOf(name).type);
}
