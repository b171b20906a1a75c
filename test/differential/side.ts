import type { AppServer, Publish } from '../harness/app-server.js';
import { eventually } from '../harness/eventually.js';
import { Inbox } from '../harness/inbox.js';
import type { PhoneOptions } from '../harness/phone.js';
import { Phone } from '../harness/phone.js';
import type { Prosody } from '../harness/prosody.js';
import type { LogEvent } from '../harness/stage.js';
import { Shell } from './shell.js';

export interface SideOptions {
  readonly domain: string;
  readonly prosody: Prosody;
  readonly appServer: AppServer;
  /** The delivery log of an account; null where there is none. */
  readonly eventsOf: ((account: string) => Promise<readonly LogEvent[]>) | null;
  /** How many fences may be passed at the same time. */
  readonly lanes: number;
}

/** One domain of the chat server with one implementation of push. */
export class Side {
  readonly #options: SideOptions;
  readonly #publishes = new Map<string, Publish[]>();
  readonly #fences = new Map<string, Inbox<Publish>>();
  #sender: Phone | null = null;
  #shell: Shell | null = null;

  constructor(options: SideOptions) {
    this.#options = options;
  }

  /** Connects the sender, and makes as many fences as there are lanes. */
  async start(): Promise<void> {
    this.#shell = await Shell.open(this.#options.prosody);
    this.#sender = await this.connect('sender');
    await this.#createAccount('friend');
    for (let lane = 0; lane < this.#options.lanes; lane += 1) await this.#addFence(fenceUser(lane));
  }

  get domain(): string {
    return this.#options.domain;
  }

  get appServer(): AppServer {
    return this.#options.appServer;
  }

  /** Somebody who sends messages and has no push. */
  get sender(): Phone {
    return started(this.#sender);
  }

  /** A session of an account that is created if need be. */
  async connect(user: string, options: Partial<PhoneOptions> = {}): Promise<Phone> {
    const { domain, prosody } = this.#options;
    const password = await this.#createAccount(user);
    return await Phone.connect({ user, domain, password, port: prosody.clientPort, ...options });
  }

  /** Keeps a publish that came from this domain; mod_cloud_notify makes no further attempts to compare others with. */
  take(publish: Publish): void {
    if (isFurtherAttempt(publish)) return;
    const node = publish.node ?? '';
    const fence = this.#fences.get(node);
    if (fence) fence.put(publish);
    else this.#publishes.set(node, [...(this.#publishes.get(node) ?? []), publish]);
  }

  /** Hands out the publishes for a node, once. */
  collect(node: string): readonly Publish[] {
    const publishes = this.#publishes.get(node) ?? [];
    this.#publishes.delete(node);
    return publishes;
  }

  /** Another module of the chat server asks for a push to everything of the account. */
  async ping(user: string, afterSeconds = 0): Promise<void> {
    const fire = `prosody.hosts["${this.domain}"].events.fire_event("cloud-notify-ping", { user = "${user}" })`;
    const line = `require "util.timer".add_task(${afterSeconds}, function () ${fire} end)`;
    await started(this.#shell).run(`>${line}`);
  }

  /**
   * Returns when every push that follows from what the chat server has dealt with until now, or is going to do by
   * its own timers within `afterSeconds`, has reached the app server, and its answer the side.
   */
  async passFence(lane: number, afterSeconds = 0): Promise<void> {
    const user = fenceUser(lane);
    const passed = this.#fences.get(user)!.next(() => true, {
      what: `the fence at ${this.domain}`,
      timeoutMs: 30_000 + afterSeconds * 1000,
    });
    await this.ping(user, afterSeconds);
    await passed;
    // What it answered before the fence has reached the chat server when this comes back.
    await this.appServer.component.request(this.domain, 'get', "<ping xmlns='urn:xmpp:ping'/>");
  }

  /**
   * Returns when every push of the account is settled; with `published` only those that have been made, not those
   * that wait for their time. At once where there is no log.
   */
  async settle(account: string, which: 'all' | 'published' = 'all'): Promise<void> {
    const { eventsOf } = this.#options;
    if (!eventsOf) return;
    const check = async () => {
      const pending = (await eventsOf(account)).filter((event) => isPending(event, which));
      if (pending.length > 0) throw new Error(`${pending.length} events with pushes that wait`);
    };
    await eventually(check, { what: `every push of ${account} being settled`, timeoutMs: 30_000 });
  }

  async end(): Promise<void> {
    await Promise.all([this.#sender?.close(), this.#shell?.close()]);
  }

  async #addFence(user: string): Promise<void> {
    this.#fences.set(user, new Inbox());
    const phone = await this.connect(user);
    await phone.enablePush({ jid: this.appServer.jid, node: user });
    await phone.close();
  }

  async #createAccount(user: string): Promise<string> {
    return await this.#options.prosody.createAccount(user, this.domain);
  }
}

function fenceUser(lane: number): string {
  return `fence-${lane}`;
}

function isPending({ decisions }: LogEvent, which: 'all' | 'published'): boolean {
  return decisions.some(
    ({ push, waiting }) => push?.outcome === 'pending' || (which === 'all' && isFirstAttempt(waiting)),
  );
}

function isFirstAttempt(waiting: LogEvent['decisions'][number]['waiting']): boolean {
  return waiting !== null && waiting.kind !== 'retry';
}

/** `<id>.<attempt>` (docs/link.md row 6). */
function isFurtherAttempt({ id }: Publish): boolean {
  return /\.\d+$/.test(id);
}

function started<T>(part: T | null): T {
  if (part === null) throw new Error('the side has not been started');
  return part;
}
