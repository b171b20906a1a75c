import type { AppServer, Binding, Mark, Quota, Registration, Window } from './facts.js';
import type { Answer } from './input.js';
import type { EndReason, Outcome, Reason, RemovalReason } from './reason.js';
import type { Element } from './wire/element.js';
import type { StanzaError } from './wire/stanza-error.js';

/** For one event and one registration: push, or suppress, and why. */
export interface Decision {
  readonly registrationId: string;
  readonly appServer: string;
  readonly node: string;
  readonly reason: Reason;
  /** The push that tells of it, also if that waits for its window or was made for another event. */
  readonly pushId: string | null;
}

/**
 * Why no other attempt is made for a push. But for a newer push the device is not told by it: its marks do not count,
 * nor does it as the registration's last push.
 */
export interface PushEnd {
  readonly reason: EndReason;
  /** The newer push that made it needless. */
  readonly by: string | null;
}

/** Whether a person would want to be woken for it (XEP-0357 leaves this open; docs/protocol.md). */
export type Importance = 'important' | 'unimportant';

/** What has to be done; the shell carries it out in order. */
export type Action =
  /** Answer a request: the client's iq gets an empty result; `payload` is for the adapter. */
  | { readonly kind: 'answer'; readonly payload: readonly Element[] }
  /** Answer a request with an error that the adapter hands to the client unchanged. */
  | { readonly kind: 'refuse'; readonly error: StanzaError }
  /** Insert or replace by (account, app server, node). */
  | { readonly kind: 'save-registration'; readonly registration: Registration }
  | { readonly kind: 'remove-registration'; readonly registrationId: string; readonly reason: RemovalReason }
  /** The registration counts for another session. */
  | { readonly kind: 'bind'; readonly registrationId: string; readonly binding: Binding }
  /** Whenever the session hibernates it may wait for `seconds`. */
  | {
      readonly kind: 'hold-session';
      readonly account: string;
      readonly sid: string;
      readonly seconds: number;
    }
  /** The session's time to come back begins now; `isForgotten`: it is not held the next time either. */
  | {
      readonly kind: 'release-session';
      readonly account: string;
      readonly sid: string;
      readonly isForgotten: boolean;
    }
  /** Remember until `expiresAt` (by our clock) that a stanza has been told. */
  | { readonly kind: 'mark'; readonly account: string; readonly mark: Mark; readonly expiresAt: number }
  /** Keep a push until its time comes; one that has waited for something else before waits for this. */
  | { readonly kind: 'open-window'; readonly account: string; readonly window: Window }
  /** Look at it again at `dueAt` (by our clock). */
  | { readonly kind: 'postpone-window'; readonly pushId: string; readonly dueAt: number }
  /**
   * The push waits no longer. `isGivenUp`: the device is not told by it, as with a `PushEnd`. `settled`: what
   * became of a push that was to be tried again; null where it is made, or is no more than the decisions say.
   */
  | {
      readonly kind: 'close-window';
      readonly account: string;
      readonly pushId: string;
      readonly isGivenUp: boolean;
      readonly settled: { readonly outcome: Outcome; readonly end: PushEnd } | null;
    }
  /** The account is gone: drop what is kept about it. */
  | { readonly kind: 'purge-account'; readonly account: string }
  /** Send `payload` (a pubsub element) from the tenant's domain; `pushId` names the push. */
  | {
      readonly kind: 'publish';
      readonly pushId: string;
      readonly registrationId: string;
      readonly to: string;
      readonly node: string;
      readonly importance: Importance;
      /** As in `LastPush`. */
      readonly at: number;
      /** 1 for the first; an answer has to say which one it is about. */
      readonly attempt: number;
      readonly payload: Element;
    }
  /**
   * A push's attempt ended; `answer` is null where none came in time. Unless it is deferred the push is over, also if
   * it waits in a window.
   */
  | {
      readonly kind: 'settle';
      readonly pushId: string;
      readonly outcome: Outcome;
      readonly answer: Answer | null;
      /** Why no other attempt follows where one might have; null where the answer says it. */
      readonly end: PushEnd | null;
    }
  /** What is known of an app server has changed; its pushes in flight are counted elsewhere. */
  | { readonly kind: 'note-app-server'; readonly appServer: Omit<AppServer, 'inFlight'> }
  /** Replaces the tenant's quota of the same period. */
  | { readonly kind: 'note-quota'; readonly quota: Quota }
  /** Write down for the tenant's admins something that is about no account. */
  | { readonly kind: 'notice'; readonly reason: Reason; readonly detail: string }
  /** Set a registration's count of final errors in a row. */
  | { readonly kind: 'count-strikes'; readonly registrationId: string; readonly strikes: number }
  /** Write the event with what was decided for each registration. */
  | {
      readonly kind: 'record';
      readonly importance: Importance | null;
      /** Why the event as a whole led to nothing, or what it was; null where the decisions say it. */
      readonly reason: Reason | null;
      /** More about it for people, e.g. the text of a refusal; never anything private. */
      readonly detail: string | null;
      /** Kept only if the policy lets the sender leave. */
      readonly sender: string | null;
      readonly decisions: readonly Decision[];
    };
