import type { AppServer } from '../harness/app-server.js';
import type { LogEvent } from '../harness/stage.js';
import type { Setting } from './settings.js';

/** Which implementation of push notifications a story runs on. */
export type Side = 'bellhop' | 'original';

/** What a chat server has to offer so that stories can run on it, besides being an XMPP server. */
export interface ChatServer {
  readonly clientPort: number;
  /** The domain of its chat rooms. */
  readonly rooms: string;
  /** Creates an account, or nothing if it is there; gives its password. */
  createAccount(user: string, domain: string): Promise<string>;
  deleteAccount(user: string, domain: string): Promise<void>;
  /** Another module asks for a push: for every registration of the user, or for the one given. */
  ping(user: string, domain: string, registration?: { jid: string; node: string }): Promise<void>;
  /** Loads the push module of a domain again while everything goes on. */
  reloadPush(domain: string): Promise<void>;
}

/** What only Bellhop has: a log, and a life of its own. */
export interface BellhopSide {
  /** The newest events of an account, newest first. */
  eventsOf(account: string): Promise<readonly LogEvent[]>;
  /** Why the account's registrations were removed, by node. */
  removalsOf(account: string): Promise<ReadonlyMap<string, string | null>>;
  stop(): Promise<void>;
  /** Starts it again; returns when the link of `domain` is open. */
  start(domain: string): Promise<void>;
}

/** Where stories take place: one chat server, one app server, one implementation. */
export interface StoryStage {
  readonly side: Side;
  readonly chatServer: ChatServer;
  /** Another one after a restart of the chat server. */
  readonly appServer: AppServer;
  readonly bellhop: BellhopSide | null;
  /** The domain with these settings; throws where the side does not have them. */
  domain(setting: Setting): string;
  /** A domain of the same chat server that has no push. */
  readonly otherDomain: string;
  /** Ends the chat server and starts it again; returns when all is connected again but the clients. */
  restartChatServer(): Promise<void>;
  /**
   * Returns when every push that was going to follow from what the chat server of `domain` has dealt with until
   * now has reached the app server.
   */
  passFence(setting: Setting): Promise<void>;
}
