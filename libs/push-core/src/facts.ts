import type { Element } from './wire/element.js';

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
}

/** The defaults of the reference implementation (mod_cloud_notify). */
export const DEFAULT_POLICY: Policy = {
  withBody: false,
  withSender: false,
  importantBody: 'New Message!',
  maxErrors: 16,
  maxDevices: 5,
  maxHibernationSeconds: 259_200,
};

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
  /** The session that enabled it last. */
  readonly boundSid: string | null;
  readonly boundResource: string | null;
}

/** A push that has been published and not yet settled. */
export interface PendingPush {
  readonly id: string;
  readonly registrationId: string;
}

/** Everything the rules may look at besides the input. */
export interface Facts {
  /** ms since 1970. */
  readonly now: number;
  /** The tenant's domain, in prepared form. */
  readonly domain: string;
  readonly policy: Policy;
  /** The account's registrations in force; for a reply, those of the push's account. */
  readonly registrations: readonly Registration[];
  /** For a reply or time-out: the push it is about, null if unknown or settled. */
  readonly push: PendingPush | null;
  /** Unused ids, at least one more than there are registrations. */
  readonly freshIds: readonly string[];
}
