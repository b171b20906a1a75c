/** A stanza error to be sent (RFC 6120 8.3). */
export interface StanzaError {
  readonly type: 'auth' | 'cancel' | 'continue' | 'modify' | 'wait';
  readonly condition: string;
  readonly text: string | null;
}
