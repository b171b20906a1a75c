import type { Element } from './wire/element.js';
import type { Skeleton } from './wire/skeleton.js';

/** One session object of the account at the moment of an event (`live` on the link). */
export interface LiveSession {
  readonly sid: string;
  /** Its hibernation may last longer because it enabled push. */
  readonly isHeld: boolean;
  readonly isHibernating: boolean;
}

/** A client asks to enable push; `jid` and `node` are as the client wrote them, not yet checked. */
export interface EnableInput {
  readonly kind: 'enable';
  readonly account: string;
  readonly sid: string;
  readonly resource: string;
  /** A SASL2 user-agent id, where the server has one. */
  readonly client: string | null;
  /** Instant at the chat server, ms since 1970. */
  readonly at: number;
  readonly jid: string | null;
  readonly node: string | null;
  /** The form given for publish-options, verbatim. */
  readonly options: Element | null;
}

export interface DisableInput {
  readonly kind: 'disable';
  readonly account: string;
  readonly sid: string;
  readonly at: number;
  readonly jid: string | null;
  /** null: every registration of `jid`. */
  readonly node: string | null;
}

/**
 * Where the chat server saw a stanza that its addressee did not get on a working session. The last three are about
 * one held session: it lost its connection with the stanza unacknowledged, the stanza was queued for it while it
 * hibernates, or it owes the acknowledgement for long.
 */
export const STANZA_SOURCES = [
  'offline',
  'groupchat',
  'archived',
  'hibernation',
  'queued',
  'unacked',
] as const;

export type StanzaSource = (typeof STANZA_SOURCES)[number];

export interface StanzaInput {
  readonly kind: 'stanza';
  readonly source: StanzaSource;
  readonly account: string;
  /** The session it is about; null where it is about the whole account. */
  readonly sid: string | null;
  /** The stanzas of one hibernation all have the instant at which it began. */
  readonly at: number;
  /** The same stanza seen at two places of one account has the same `ref`. */
  readonly ref: string;
  readonly archive: string | null;
  readonly live: readonly LiveSession[];
  readonly skeleton: Skeleton;
}

export interface SessionInput {
  readonly kind: 'session';
  readonly account: string;
  readonly at: number;
  readonly sid: string;
  readonly resource: string;
  /** A SASL2 user-agent id, where the server has one. */
  readonly client: string | null;
  readonly state: 'bound' | 'hibernating' | 'resumed' | 'closed';
  /** The account's sessions after the change. */
  readonly live: readonly LiveSession[];
}

/** Another module of the chat server asks for a push without a stanza (Prosody: cloud-notify-ping). */
export interface PingInput {
  readonly kind: 'ping';
  readonly account: string;
  readonly at: number;
  /** null: every registration of the account. */
  readonly target: { readonly appServer: string; readonly node: string } | null;
}

export interface AccountDeletedInput {
  readonly kind: 'account-deleted';
  readonly account: string;
  readonly at: number;
}

/** What an app server answered to a publish; `unsent`: the chat server did not even take it over. */
export type Answer =
  | { readonly kind: 'result' }
  | { readonly kind: 'unsent' }
  | {
      readonly kind: 'error';
      readonly type: string;
      readonly condition: string;
      readonly text: string | null;
    };

export interface PublishReplyInput {
  readonly kind: 'publish-reply';
  readonly pushId: string;
  /** Which attempt it is about; 1 is the first. */
  readonly attempt: number;
  readonly at: number;
  readonly answer: Answer;
}

/** No answer came within 60 s of the publish. */
export interface PublishTimeoutInput {
  readonly kind: 'publish-timeout';
  readonly pushId: string;
  readonly at: number;
}

/** The time of a push that waits in a window has come. */
export interface WindowDueInput {
  readonly kind: 'window-due';
  readonly account: string;
  readonly pushId: string;
  readonly at: number;
}

/** A person asks for a push to one registration, to see whether it arrives. It tells of no stanza. */
export interface TestPushInput {
  readonly kind: 'test-push';
  readonly account: string;
  readonly registrationId: string;
  readonly at: number;
}

/** A person asks to tell a device once more what a push that is over was for. */
export interface ResendInput {
  readonly kind: 'resend';
  readonly account: string;
  readonly registrationId: string;
  readonly at: number;
  /** The push that is over, and the event that it was made for. */
  readonly original: {
    readonly pushId: string;
    readonly eventId: string;
    readonly importance: 'important' | 'unimportant';
  };
}

/** A person takes a registration away. */
export interface RemovalInput {
  readonly kind: 'removal';
  readonly account: string;
  readonly registrationId: string;
  readonly at: number;
}

/** Everything that can make Bellhop decide. */
export type Input =
  | EnableInput
  | DisableInput
  | StanzaInput
  | SessionInput
  | PingInput
  | AccountDeletedInput
  | PublishReplyInput
  | PublishTimeoutInput
  | WindowDueInput
  | AskedInput;

/** An input that the adapter numbers and reports in a batch. */
export type EventInput = StanzaInput | SessionInput | PingInput | AccountDeletedInput | PublishReplyInput;

/** What people ask for about a registration. */
export type AskedInput = TestPushInput | ResendInput | RemovalInput;

/** An input that a client waits for the answer of. */
export type RequestInput = EnableInput | DisableInput;
