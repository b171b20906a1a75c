import type { Action, DeviceName, NodeName } from './action.js';
import { NODES } from './action.js';
import { REGISTRATIONS_ALLOWED, STRIKES_ALLOWED } from './limits.js';

/** A stanza on its way to a session, as far as importance and dedupe depend on it. */
export interface Sent {
  /** The message shape, or `iq` or `presence`. */
  readonly shape: string;
  /** Registrations that one of the sides has told of it. */
  readonly told: Set<NodeName>;
}

/** A session of the account. */
export interface Session {
  readonly device: DeviceName;
  readonly hasOwnResource: boolean;
  readonly isAvailable: boolean;
  state: 'connected' | 'hibernating' | 'gone';
  withholds: boolean;
  /** The one registration that the original binds to it: that of its newest enable. */
  bound: NodeName | null;
  /** Registrations enabled in it, newest last. */
  enabled: NodeName[];
  /** Not acknowledged. */
  queue: Sent[];
  /** What the original still means to push although the session came back. */
  stale: Sent[];
  /** An acknowledgement has been owed for too long since the last one came. */
  hasOwedLong: boolean;
}

/** What one side knows of registrations: the order is that of enables, oldest first. */
export interface Registry {
  nodes: NodeName[];
  readonly strikes: Map<NodeName, number>;
}

/** How a registration ended that sessions may still be bound to at the original. */
export type End = 'disabled' | 'evicted' | 'errors';

/**
 * What has happened in a history so far: enough to say whether an action is possible, and which known mistake of
 * the original may show in it. It predicts no push.
 */
export class Model {
  readonly sessions: Session[] = [];
  readonly original: Registry = { nodes: [], strikes: new Map() };
  readonly second: Registry = { nodes: [], strikes: new Map() };
  readonly ends = new Map<NodeName, End>();
  readonly answers = new Map<NodeName, 'result' | 'cancel' | 'wait'>();
  /** Stanzas of the newest action. */
  current: Sent[] = [];

  get live(): readonly Session[] {
    return this.sessions.filter(({ state }) => state !== 'gone');
  }

  /** The newest session of a device. */
  session(device: DeviceName): Session | undefined {
    return this.sessions.findLast((session) => session.device === device);
  }

  /** Timers of the chat server may be running. */
  get isBusy(): boolean {
    return this.live.some(({ state, withholds }) => state === 'hibernating' || withholds);
  }

  get isOwed(): boolean {
    return this.live.some(({ withholds }) => withholds);
  }

  isPossible(action: Action): boolean {
    if (!('device' in action)) return true;
    const session = this.session(action.device);
    const isConnected = session?.state === 'connected';
    switch (action.kind) {
      case 'connect':
        return !isConnected;
      case 'resume':
        return session?.state === 'hibernating';
      case 'acknowledge':
        return isConnected && session.withholds;
      case 'withhold':
      case 'outgoing':
        return isConnected && !session.withholds;
      case 'direct':
        return session !== undefined && session.state !== 'gone';
      case 'enable':
      case 'disable':
      case 'lose':
      case 'close':
        return isConnected;
    }
  }

  /** The action has been carried out on both sides. */
  apply(action: Action): void {
    this.current = [];
    const session = 'device' in action ? this.session(action.device) : undefined;
    switch (action.kind) {
      case 'connect':
        return this.#connect(action, session);
      case 'enable':
        this.#enable(session!, action.node);
        return this.#answerRequest(session!);
      case 'disable':
        this.#disable(session!, action.node === null ? NODES : [action.node]);
        return this.#answerRequest(session!);
      case 'lose':
        session!.state = 'hibernating';
        session!.withholds = false;
        return;
      case 'resume':
        session!.state = 'connected';
        session!.stale = [...session!.stale, ...session!.queue];
        session!.queue = [];
        return;
      case 'close':
        return this.#end(session!);
      case 'withhold':
        session!.withholds = true;
        return;
      case 'acknowledge':
        session!.withholds = false;
        session!.hasOwedLong = false;
        session!.queue = [];
        return;
      case 'messages':
        return this.#deliver(
          action.shapes,
          this.live.filter(({ isAvailable }) => isAvailable),
        );
      case 'direct':
        return this.#deliver([action.shape], [session!]);
      case 'answer':
        this.answers.set(action.node, action.type);
        return;
      case 'pause':
        if (action.until === 'owed') for (const owing of this.live) owing.hasOwedLong ||= owing.withholds;
        return;
      case 'outgoing':
      case 'ping':
        return;
    }
  }

  /** `count` publishes for the node were answered on a side. */
  countAnswers(registry: Registry, node: NodeName, count: number): void {
    const answer = this.answers.get(node) ?? 'result';
    if (count === 0 || answer === 'wait' || !registry.nodes.includes(node)) return;
    if (answer === 'result') return void registry.strikes.delete(node);
    const strikes = (registry.strikes.get(node) ?? 0) + count;
    registry.strikes.set(node, strikes);
    if (strikes < STRIKES_ALLOWED) return;
    this.#remove(registry, node);
    if (registry === this.original) for (const session of this.sessions) this.#unbind(session, node);
    this.ends.set(node, 'errors');
  }

  /** Nothing waits any more: what the original pushes later is not from a former hibernation. */
  forgetStale(): void {
    for (const session of this.live) if (session.state === 'hibernating') session.stale = [];
  }

  #connect(action: Extract<Action, { kind: 'connect' }>, former: Session | undefined): void {
    const { device, hasOwnResource, isAvailable } = action;
    if (former?.hasOwnResource && hasOwnResource) this.#end(former);
    if (isAvailable)
      this.#deliver(
        ['presence'],
        this.live.filter((other) => other.isAvailable),
      );
    this.sessions.push({
      device,
      hasOwnResource,
      isAvailable,
      state: 'connected',
      withholds: false,
      bound: null,
      enabled: [],
      queue: [],
      stale: [],
      hasOwedLong: false,
    });
  }

  #end(session: Session): void {
    session.state = 'gone';
    session.withholds = false;
    if (session.isAvailable)
      this.#deliver(
        ['presence'],
        this.live.filter((other) => other.isAvailable),
      );
  }

  #enable(session: Session, node: NodeName): void {
    session.bound = node;
    session.enabled = [...session.enabled.filter((other) => other !== node), node];
    for (const registry of [this.original, this.second]) this.#register(registry, node);
    this.second.strikes.delete(node);
  }

  #register(registry: Registry, node: NodeName): void {
    registry.nodes = [...registry.nodes.filter((other) => other !== node), node];
    const [oldest] = registry.nodes;
    if (registry.nodes.length <= REGISTRATIONS_ALLOWED || oldest === undefined) return;
    registry.nodes = registry.nodes.slice(1);
    this.ends.set(oldest, 'evicted');
  }

  #disable(session: Session, nodes: readonly NodeName[]): void {
    for (const node of nodes) {
      this.#unbind(session, node);
      if (this.original.nodes.includes(node) || this.second.nodes.includes(node))
        this.ends.set(node, 'disabled');
      for (const registry of [this.original, this.second]) this.#remove(registry, node);
    }
  }

  #unbind(session: Session, node: NodeName): void {
    if (session.bound === node) session.bound = null;
  }

  #remove(registry: Registry, node: NodeName): void {
    if (!registry.nodes.includes(node)) return;
    registry.nodes = registry.nodes.filter((other) => other !== node);
    registry.strikes.delete(node);
  }

  #answerRequest(session: Session): void {
    this.#deliver(['iq'], [session]);
  }

  #deliver(shapes: readonly string[], sessions: readonly Session[]): void {
    for (const shape of shapes) {
      const sent: Sent = { shape, told: new Set() };
      this.current.push(sent);
      for (const session of sessions) {
        if (session.state === 'hibernating' || session.withholds) session.queue.push(sent);
      }
    }
  }
}
