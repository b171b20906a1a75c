/** Something that Bellhop promises and a run did not show. */
export interface Violation {
  /** Which promise, in words. */
  readonly rule: string;
  /** What was seen instead, with ids. */
  readonly seen: string;
}

/** Messages that a chat server that was ended took along, by tenant. */
export interface LostTail {
  readonly tenant: string;
  /** When the chat server ended. */
  readonly at: number;
  readonly messages: number;
}

/** A publish more than the log has, or more than was needed, and the fault that accounts for it. */
export interface Duplicate {
  readonly pushId: string;
  /** `again`: the app server had accepted the push before. `unrecorded`: no attempt in the log stands for it. */
  readonly kind: 'again' | 'unrecorded';
  readonly fault: string;
}
