import type { LiveSession, SessionInput, StanzaInput, StanzaSource } from '../../src/index.js';
import { skeletonOf, type Shape } from './shapes.js';

export const ALICE = 'alice@tenant.example';

/** A stanza that the account was sent. */
export interface SentStanza {
  readonly number: number;
  readonly shape: Shape;
  readonly isArchived: boolean;
}

interface Session {
  readonly sid: string;
  readonly resource: string;
  readonly client: string | null;
  isHeld: boolean;
  isHibernating: boolean;
  /** What it has not acknowledged. */
  owes: readonly SentStanza[];
  /** What of that has been reported as owed for long. */
  overdue: readonly SentStanza[];
}

/** What the adapter reports to Bellhop, in order. */
export type Report = StanzaInput | SessionInput;

/** One account's sessions on a chat server, as far as the link tells of them. */
export class ChatServer {
  private readonly sessions: Session[] = [];
  private sessionCount = 0;

  /** `index` may be any number: it is taken modulo the number of sessions. */
  at(index: number): Session | undefined {
    return this.sessions[index % Math.max(1, this.sessions.length)];
  }

  find(sid: string): Session | undefined {
    return this.sessions.find((session) => session.sid === sid);
  }

  live(): readonly LiveSession[] {
    return this.sessions.map(({ sid, isHeld, isHibernating }) => ({ sid, isHeld, isHibernating }));
  }

  connect(resource: string, client: string | null, at: number): readonly Report[] {
    this.sessionCount += 1;
    const fresh = { isHeld: false, isHibernating: false, owes: [], overdue: [] };
    const session: Session = { sid: `s${this.sessionCount}`, resource, client, ...fresh };
    this.sessions.push(session);
    return [this.state(session, 'bound', at)];
  }

  /** The connection is lost without a close. */
  drop(session: Session, at: number): readonly Report[] {
    if (session.isHibernating) return [];
    session.isHibernating = true;
    const state = this.state(session, 'hibernating', at);
    return session.isHeld ? [state, ...this.reportAll(session.owes, 'hibernation', session, at)] : [state];
  }

  resume(session: Session, at: number): readonly Report[] {
    if (!session.isHibernating) return [];
    session.isHibernating = false;
    return [this.state(session, 'resumed', at)];
  }

  /** It ends; what it owed has reached nobody, unless another session is there. */
  close(session: Session, at: number): readonly Report[] {
    this.sessions.splice(this.sessions.indexOf(session), 1);
    const lost = this.sessions.length === 0 ? session.owes.filter(isStored) : [];
    return [this.state(session, 'closed', at), ...this.reportAll(lost, 'offline', null, at)];
  }

  acknowledge(session: Session): void {
    if (session.isHibernating) return;
    session.owes = [];
    session.overdue = [];
  }

  /** What a connected session has owed for long is reported once. */
  owesForLong(session: Session, at: number): readonly Report[] {
    if (!session.isHeld || session.isHibernating) return [];
    const late = session.owes.filter((stanza) => !session.overdue.includes(stanza));
    session.overdue = session.owes;
    return this.reportAll(late, 'unacked', session, at);
  }

  /** A stanza for the account: into the archive, to every session, or to nobody. */
  deliver(stanza: SentStanza, at: number): readonly Report[] {
    if (this.sessions.length === 0) return isStored(stanza) ? [this.report(stanza, 'offline', null, at)] : [];
    const archived = stanza.isArchived ? [this.report(stanza, 'archived', null, at)] : [];
    const queued = this.sessions.filter(({ isHeld, isHibernating }) => isHeld && isHibernating);
    for (const session of this.sessions) session.owes = [...session.owes, stanza];
    return [...archived, ...queued.map((session) => this.report(stanza, 'queued', session, at))];
  }

  report(stanza: SentStanza, source: StanzaSource, session: Session | null, at: number): StanzaInput {
    return {
      kind: 'stanza',
      source,
      account: ALICE,
      sid: session?.sid ?? null,
      at,
      ref: `ref${stanza.number}`,
      archive: stanza.isArchived && source !== 'queued' ? `archive${stanza.number}` : null,
      live: this.live(),
      skeleton: skeletonOf(stanza.shape),
    };
  }

  private reportAll(
    stanzas: readonly SentStanza[],
    source: StanzaSource,
    session: Session | null,
    at: number,
  ): readonly Report[] {
    return stanzas.map((stanza) => this.report(stanza, source, session, at));
  }

  private state(session: Session, state: SessionInput['state'], at: number): SessionInput {
    const { sid, resource, client } = session;
    return { kind: 'session', account: ALICE, at, sid, resource, client, state, live: this.live() };
  }
}

function isStored({ shape }: SentStanza): boolean {
  return shape !== 'presence' && shape !== 'headline';
}
