import type { FaultSpan } from './fault.js';

/** A message as its sender knows it. Instants everywhere in the histories: ms since 1970, by this machine's clock. */
export interface SentMessage {
  readonly id: string;
  /** The addressee's bare JID. */
  readonly account: string;
  readonly sentAt: number;
  /** When the sender knew that the chat server had dealt with it; null: never. */
  readonly acknowledgedAt: number | null;
  /** What the archive of the addressee calls it; null: it is not there. */
  readonly archive: string | null;
}

/** A registration whose `<enable/>` was answered with a result. */
export interface Enabled {
  readonly account: string;
  readonly appServer: string;
  readonly node: string;
  readonly enabledAt: number;
}

/** A publish as an app server knows it. */
export interface ReceivedPublish {
  readonly appServer: string;
  readonly node: string;
  readonly pushId: string;
  /** 1 is the first. */
  readonly attempt: number;
  readonly receivedAt: number;
  readonly answer: 'result' | 'passing-error' | 'final-error' | 'none';
  /** When the answer went out; null: it did not. */
  readonly answeredAt: number | null;
}

export interface EventRow {
  readonly id: string;
  readonly tenant: string;
  readonly at: number;
  readonly recordedAt: number;
  readonly kind: string;
  readonly account: string | null;
  readonly ref: string | null;
  readonly archive: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly decisions: readonly {
    readonly registrationId: string;
    readonly reason: string;
    readonly pushId: string | null;
  }[];
}

export interface Attempt {
  readonly sentAt: string;
  readonly answeredAt: string | null;
  readonly answer: {
    readonly kind: 'result' | 'error' | 'unsent';
    readonly type: string | null;
    readonly condition: string | null;
  } | null;
}

/** A push that is over. */
export interface PushRow {
  readonly id: string;
  readonly eventId: string;
  readonly registrationId: string;
  readonly outcome: string;
  readonly endReason: string | null;
  readonly supersededBy: string | null;
  readonly attempts: readonly Attempt[];
}

/** A push that is not over. */
export interface OpenPush {
  readonly id: string;
  readonly eventId: string;
  readonly registrationId: string;
  readonly state: string;
  readonly dueAt: number;
  readonly attempts: readonly Attempt[];
}

export interface RegistrationRow {
  readonly id: string;
  readonly account: string;
  readonly appServer: string;
  readonly node: string;
  readonly removedAt: number | null;
  readonly removalReason: string | null;
}

/** What the database holds, read in one transaction. */
export interface DatabaseHistory {
  readonly readAt: number;
  readonly events: readonly EventRow[];
  readonly pushes: readonly PushRow[];
  readonly openPushes: readonly OpenPush[];
  readonly registrations: readonly RegistrationRow[];
}

/** How the process of Bellhop fared. */
export interface ProcessHistory {
  readonly rssBytes: readonly number[];
  /** When it was found gone although nobody had ended it. */
  readonly unexpectedExits: readonly number[];
}

/** Everything that is known about a run once it is over. */
export interface Histories {
  readonly messages: readonly SentMessage[];
  readonly enabled: readonly Enabled[];
  readonly publishes: readonly ReceivedPublish[];
  readonly database: DatabaseHistory;
  readonly process: ProcessHistory;
  readonly faults: readonly FaultSpan[];
  /** The policy's: so many final errors in a row end a registration. */
  readonly maxErrors: number;
}
