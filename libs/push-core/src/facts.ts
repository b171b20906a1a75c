import type { Importance } from './action.js';
import type { QuotaPeriod } from './reason.js';
import type { Element } from './wire/element.js';
import type { Summary } from './wire/publish-payload.js';

/** A tenant's settings, as far as the rules look at them. */
export interface Policy {
  /** The message's own text may leave the server. */
  readonly withBody: boolean;
  /** The sender's bare JID may leave the server. */
  readonly withSender: boolean;
  /** Sent as body of an important push whose text may not leave (or that has none). */
  readonly importantBody: string;
  /** Strikes in a row at which a registration is removed. */
  readonly maxErrors: number;
  /** Registrations kept per account; the one enabled longest ago goes first. */
  readonly maxDevices: number;
  /** How long a session that enabled push may hibernate, in seconds. */
  readonly maxHibernationSeconds: number;
  /** `important`: stanzas that nobody would want to be woken for lead to no push. */
  readonly notifyOn: 'all' | 'important';
  /**
   * After a push the device gets no other one for so long; important stanzas of that time share one push at its
   * end. 0: every stanza has its own, as in the reference implementation.
   */
  readonly mergeWindowSeconds: number;
  /** A push that could not be made for so long after its event is given up. */
  readonly pushTtlSeconds: number;
  /** Domains or JIDs of the only app servers that may be used; empty: all. */
  readonly allowedAppServers: readonly string[];
  /** Domains or JIDs of app servers that may not be used. */
  readonly deniedAppServers: readonly string[];
  /** The app server's `item-not-found` removes the registration at once instead of counting. */
  readonly removeOnItemNotFound: boolean;
}

/** The defaults of the reference implementation (mod_cloud_notify); what it does not have is off but merging. */
export const DEFAULT_POLICY: Policy = {
  withBody: false,
  withSender: false,
  importantBody: 'New Message!',
  maxErrors: 16,
  maxDevices: 5,
  maxHibernationSeconds: 259_200,
  notifyOn: 'all',
  mergeWindowSeconds: 5,
  pushTtlSeconds: 86_400,
  allowedAppServers: [],
  deniedAppServers: [],
  removeOnItemNotFound: false,
};

/** The session that a registration counts for: while it is there and held, the device needs no push. */
export interface Binding {
  readonly sid: string;
  readonly resource: string;
  /** A SASL2 user-agent id, where the server has one. */
  readonly client: string | null;
  /** Instant of the enable, or of the session's start where it was bound again; of several the newest counts. */
  readonly at: number;
}

/** The newest push of one importance; one that was given up, so that it tells the device of nothing, does not count. */
export interface LastPush {
  readonly pushId: string;
  /** When its event happened, or its window closed, by the chat server's clock (ms since 1970). */
  readonly at: number;
  /** When it was published, by the chat server's clock. */
  readonly sentAt: number;
}

/** (account, app server, node) enabled for push. */
export interface Registration {
  readonly id: string;
  readonly account: string;
  /** The app server's JID, in the prepared (lower case) form. */
  readonly appServer: string;
  /** '' where the client gave none. */
  readonly node: string;
  readonly options: Element | null;
  /** Instants, ms since 1970: of the first enable since it was last removed, and of the newest. */
  readonly firstEnabledAt: number;
  readonly enabledAt: number;
  /** Final errors in a row. */
  readonly strikes: number;
  /** Set by an enable; outlives its session, so that the same client can be found again. */
  readonly binding: Binding | null;
  readonly lastPushes: Readonly<Record<Importance, LastPush | null>>;
}

/** The attempts made for a push so far. */
export interface Tries {
  /** How many; the one under way counts. */
  readonly made: number;
  /** When, by our clock, the push was first to be made: its time to live counts from here. */
  readonly since: number;
  /** Some attempt got an answer. */
  readonly isAnswered: boolean;
}

/** A push that has been published, and whose newest attempt has no answer yet. */
export interface PendingPush {
  readonly id: string;
  readonly account: string;
  readonly registrationId: string;
  readonly appServer: string;
  readonly importance: Importance;
  /** `deferred`: the time of the attempt is over and the next one waits in a window. `final`: no other one follows. */
  readonly state: 'in-flight' | 'deferred' | 'final';
  /** Bellhop ended while the newest attempt was in flight: that no answer came says nothing about the app server. */
  readonly isInterrupted: boolean;
  readonly tries: Tries;
}

/** A push of the account has told, or is going to tell, a device of a stanza. */
export interface Mark {
  readonly registrationId: string;
  readonly pushId: string;
  readonly ref: string;
  readonly archive: string | null;
  readonly importance: Importance;
}

/**
 * Why a push waits: the 1 s batch of a session, the merge window after a push, the end of a backlog, an app server that
 * takes nothing for now, the next attempt after one that failed, or, where a person asked for it, the gateway that has
 * the link: no stanza joins it.
 */
export const WINDOW_KINDS = ['batch', 'merge', 'backlog', 'app-server', 'retry', 'asked'] as const;

export type WindowKind = (typeof WINDOW_KINDS)[number];

/** A push that waits for its time; stanzas that come before are told by the same push. */
export interface Window {
  /** Of the push to come. */
  readonly pushId: string;
  readonly kind: WindowKind;
  readonly registrationId: string;
  readonly importance: Importance;
  /** The session it is about; null where it is about none. */
  readonly sid: string | null;
  /** Instants by the chat server's clock: of the first stanza, and from which on a stanza comes too late for it. */
  readonly openedAt: number;
  readonly closesAt: number;
  /** When to publish, by our clock. */
  readonly dueAt: number;
  /** About the first stanza. Never stored: null after a restart, and for every attempt but the first. */
  readonly summary: Summary | null;
  readonly tries: Tries;
}

/** What is known of the app servers of one domain, from one tenant's point of view. */
export interface AppServer {
  readonly domain: string;
  /** Pushes published to it that have no answer yet. */
  readonly inFlight: number;
  /** Attempts in a row that did not reach it. */
  readonly faults: number;
  /** Nothing is published to it until then (our clock), and after that one push as a probe; null: it works. */
  readonly pausedUntil: number | null;
  /** How many pauses in a row there have been, without an answer in between. */
  readonly pauses: number;
  readonly probe: { readonly pushId: string; readonly sentAt: number } | null;
  /** When, by our clock, an answer ended its newest pause; null: it never was paused, as far as is known. */
  readonly backAt: number | null;
}

/** How many pushes a tenant may make in a period, and has made. */
export interface Quota {
  readonly period: QuotaPeriod;
  readonly limit: number;
  /** When the period counted here began, by our clock. */
  readonly startsAt: number;
  readonly pushes: number;
  /** The level (percent) that has been announced last. */
  readonly announced: number;
}

/** Everything the rules may look at besides the input. */
export interface Facts {
  /** Our clock, ms since 1970. */
  readonly now: number;
  /** What the chat server's clock shows now, ms since 1970: events are dated by it, and it need not agree with ours. */
  readonly serverNow: number;
  /** The tenant's domain, in prepared form. */
  readonly domain: string;
  readonly policy: Policy;
  /** The provider has suspended the tenant: nothing is sent for it. */
  readonly isSuspended: boolean;
  /** The account's registrations in force; for a reply, those of the push's account. */
  readonly registrations: readonly Registration[];
  /** Marks of the input's stanza: those with its `ref` or its `archive` id. */
  readonly marks: readonly Mark[];
  /** The account's pushes that wait. */
  readonly windows: readonly Window[];
  /** When, by our clock, an event of the tenant's backlog was last taken; null if never. */
  readonly lastBacklogAt: number | null;
  /** For a reply or time-out: the push it is about, null if unknown or settled. */
  readonly push: PendingPush | null;
  /** Those of which something is known; all others work, with nothing in flight. */
  readonly appServers: readonly AppServer[];
  /** The quotas that the tenant has; none: it is unlimited. */
  readonly quotas: readonly Quota[];
  /** In [0, 1): spreads what would otherwise happen all at once. */
  readonly random: number;
  /** Unused ids: one for each registration, and for an enable one more. */
  readonly freshIds: readonly string[];
}
