import type { XmlElement } from './xml.js';

/** How an app server treats a publish; every kind may be delayed. */
export type AppServerReply =
  | { readonly kind: 'result'; readonly delayMs?: number }
  | {
      readonly kind: 'error';
      readonly type: string;
      readonly condition: string;
      readonly text?: string;
      readonly delayMs?: number;
    }
  | { readonly kind: 'silence' };

/** What a real app server makes of a publish. */
export interface Verdict {
  /**
   * `woken`: the device is notified (perhaps later: the reply's delay says when). `dropped`: it is not, and the
   * answer hides it. `refused`: it is not, and the answer is an error.
   */
  readonly fate: 'woken' | 'dropped' | 'refused';
  /** The app server's rule, in words; null where the device was woken at once. */
  readonly why: string | null;
  readonly reply: AppServerReply;
}

/** One installation of the client that belongs to the app server. */
export interface Device {
  /** The bare JID of the account. */
  readonly account: string;
  /** Tells apart the devices of an account. */
  readonly name: string;
}

/** What a client puts into `<enable/>`; `form` are the fields of its publish-options without FORM_TYPE, in order. */
export interface EnableContents {
  readonly node?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** An app server that exists: what its clients send and what it demands of a publish. */
export interface AppServerKind {
  readonly name: string;
  /** The children of its answer to disco#info. */
  readonly disco: string;
  /** Takes a device in and gives what its client enables with; the same for the same device, every time. */
  register(device: Device): EnableContents;
  /** The device's token has become invalid: its app was removed. */
  uninstall(node: string): void;
  /** What becomes of an iq of type set with a `<pubsub/>`; `at` is its arrival in ms since 1970. */
  judge(iq: XmlElement, at: number): Verdict;
}

/** The device is notified at once. */
export const WOKEN: Verdict = { fate: 'woken', why: null, reply: { kind: 'result' } };

/** An error is answered; its type is the usual one of the condition (RFC 6120 section 8.3.3) unless given. */
export function refused(condition: Condition, why: string, type: string = USUAL_TYPES[condition]): Verdict {
  return { fate: 'refused', why, reply: { kind: 'error', type, condition } };
}

/** A result is answered although nobody is notified. */
export function dropped(why: string): Verdict {
  return { fate: 'dropped', why, reply: { kind: 'result' } };
}

type Condition = keyof typeof USUAL_TYPES;

const USUAL_TYPES = {
  'bad-request': 'modify',
  forbidden: 'auth',
  'item-not-found': 'cancel',
  'policy-violation': 'modify',
} as const;
