import type { Phone } from '../harness/phone.js';

/** What people send each other in the demo. */
export type MessageKind = 'plain' | 'encrypted' | 'call' | 'typing';

export const KIND_NAMES: Readonly<Record<MessageKind, string>> = {
  plain: 'plain message',
  encrypted: 'encrypted message',
  call: 'call',
  typing: 'typing only',
};

export const PLAIN_TEXT = 'Are you coming to the harbour tonight?';

/** Sends one message of the kind. */
export function send(writer: Phone, kind: MessageKind, to: string): void {
  switch (kind) {
    case 'plain':
      writer.sendMessage({ to, body: PLAIN_TEXT });
      return;
    case 'encrypted':
      writer.sendEncrypted({ to });
      return;
    case 'call':
      writer.proposeCall({ to });
      return;
    case 'typing':
      writer.sendTyping({ to });
  }
}
