import type { Action, DeviceName, NodeName } from './action.js';
import { NODES } from './action.js';
import { REGISTRATIONS_ALLOWED, STRIKES_ALLOWED } from './limits.js';
import { isImportant, reachesSessions } from './shapes.js';

/** A stanza on its way to a session, as far as importance and dedupe depend on it. */
export interface Sent {
  /** The message shape, or `iq` or `presence`. */
  readonly shape: string;
  /** Registrations that have been told of it by a push of its importance. */
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
  /** The original is going to push what is in the queue, and with it what is stale. */
  isTimed: boolean;
  /** What was in one of the two at any time since sides were compared last. */
  readonly seen: Set<Sent>;
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
  /** Since sides were compared last: what was sent, what happened, and who was bound to what. */
  current: Sent[] = [];
  actions: Action[] = [];
  readonly #holders = new Map<NodeName, Set<Session>>();
  readonly #enablers = new Map<NodeName, Set<Session>>();
  readonly #newestEnablers = new Map<NodeName, Session>();

  get live(): readonly Session[] {
    return this.sessions.filter(({ state }) => state !== 'gone');
  }

  /** The newest session of a device. */
  session(device: DeviceName): Session | undefined {
    return this.sessions.findLast((session) => session.device === device);
  }

  /** Something was queued since sides were compared last, so timers of the chat server may be running. */
  hasQueued = false;

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

  /** Sessions that the original has bound to the registration. */
  holders(node: NodeName): readonly Session[] {
    return [...(this.#holders.get(node) ?? [])];
  }

  /** Sessions that enabled it. */
  enablers(node: NodeName): readonly Session[] {
    return [...(this.#enablers.get(node) ?? [])];
  }

  /** Sessions that enabled it before another one did. */
  formerEnablers(node: NodeName): readonly Session[] {
    return this.enablers(node).filter((session) => session !== this.#newestEnablers.get(node));
  }

  /** Stanzas that pushes for the registration may be about. */
  inPlay(node: NodeName): readonly Sent[] {
    return [...new Set([...this.current, ...this.holders(node).flatMap(({ seen }) => [...seen])])];
  }

  /** The action has been carried out on both sides. */
  apply(action: Action): void {
    this.actions.push(action);
    this.#carryOut(action);
    this.#note();
  }

  /** Sides have been compared; `isOver`: nothing waits any more. */
  beginAnew(isOver: boolean): void {
    this.current = [];
    this.actions = [];
    this.hasQueued = false;
    this.#holders.clear();
    this.#enablers.clear();
    for (const session of this.live) {
      if (isOver && session.isTimed) session.stale = [];
      if (isOver) session.isTimed = false;
      session.seen.clear();
      for (const sent of [...session.queue, ...session.stale]) session.seen.add(sent);
    }
    this.#note();
  }

  /** Pushes of these kinds have been made for the registration. */
  markTold(node: NodeName, isImportantTold: boolean, isUnimportantTold: boolean): void {
    for (const sent of this.inPlay(node)) {
      if (isImportant(sent.shape) ? isImportantTold : isUnimportantTold) sent.told.add(node);
    }
  }

  #note(): void {
    for (const session of this.live) {
      if (session.bound !== null) add(this.#holders, session.bound, session);
      for (const node of session.enabled) add(this.#enablers, node, session);
    }
  }

  #carryOut(action: Action): void {
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
        session!.hasOwedLong = false;
        session!.isTimed = false;
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
        return this.#deliverToAll(action.shapes);
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
      isTimed: false,
      seen: new Set(),
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
    this.#newestEnablers.set(node, session);
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

  #deliverToAll(shapes: readonly string[]): void {
    const available = this.live.filter(({ isAvailable }) => isAvailable);
    for (const shape of shapes) this.#deliver([shape], reachesSessions(shape) ? available : []);
  }

  #deliver(shapes: readonly string[], sessions: readonly Session[]): void {
    for (const shape of shapes) {
      const sent: Sent = { shape, told: new Set() };
      this.current.push(sent);
      for (const session of sessions) {
        if (session.state !== 'hibernating' && !session.withholds) continue;
        this.hasQueued = true;
        session.isTimed = true;
        session.queue.push(sent);
        session.seen.add(sent);
      }
    }
  }
}

function add(sets: Map<NodeName, Set<Session>>, node: NodeName, session: Session): void {
  sets.set(node, (sets.get(node) ?? new Set()).add(session));
}
