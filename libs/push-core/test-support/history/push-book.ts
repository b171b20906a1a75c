import type { Action, AppServer, Facts, Importance, PendingPush, Window } from '../../src/index.js';

export const ANSWER_TIMEOUT_MS = 60_000;
/** So many that are over may still be answered. */
const MOST_LATE = 4;

type Of<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;

/** A push that has been made or waits; over, but with an attempt that may still be answered, it is `final`. */
export interface KnownPush {
  readonly id: string;
  readonly account: string;
  readonly registrationId: string;
  /** Here every app server is a domain. */
  readonly appServer: string;
  readonly importance: Importance;
  readonly state: 'in-flight' | 'waiting' | 'final';
  readonly window: Window | null;
  readonly since: number;
  readonly sentAt: number;
  readonly made: number;
  readonly isAnswered: boolean;
  /** The newest attempt may still be answered. */
  readonly isOpen: boolean;
  readonly isInterrupted: boolean;
}

/** What a gateway keeps of pushes: kept up with what was decided. */
export class PushBook {
  /** How many pushes of other accounts are in flight to each app server. */
  crowd = 0;
  private readonly pushes = new Map<string, KnownPush>();
  private readonly appServers = new Map<string, Omit<AppServer, 'inFlight'>>();

  get all(): readonly KnownPush[] {
    return [...this.pushes.values()];
  }

  get inFlight(): readonly KnownPush[] {
    return this.all.filter(({ state }) => state === 'in-flight');
  }

  get windows(): readonly Window[] {
    const found: Window[] = [];
    for (const { window } of this.pushes.values()) if (window !== null) found.push(window);
    return found;
  }

  find(pushId: string): KnownPush | undefined {
    return this.pushes.get(pushId);
  }

  /** Only where an answer is still owed. */
  pendingPush(pushId: string | null): PendingPush | null {
    const push = pushId === null ? undefined : this.pushes.get(pushId);
    if (push === undefined || !push.isOpen) return null;
    const { id, account, registrationId, appServer, importance, isInterrupted } = push;
    const state = push.state === 'waiting' ? 'deferred' : push.state;
    return { id, account, registrationId, appServer, importance, state, isInterrupted, tries: triesOf(push) };
  }

  known(domain: string): AppServer {
    const known = this.appServers.get(domain) ?? { domain, ...WORKING };
    let inFlight = this.crowd;
    for (const { state, appServer } of this.pushes.values())
      if (state === 'in-flight' && appServer === domain) inFlight += 1;
    return { ...known, inFlight };
  }

  /** Bellhop ends and begins again: what is only in memory is lost. */
  restart(): void {
    for (const push of this.inFlight) this.pushes.set(push.id, { ...push, isInterrupted: true });
    for (const [domain, known] of this.appServers) {
      if (known.pausedUntil === null) this.appServers.delete(domain);
      else this.appServers.set(domain, { ...known, faults: 0, probe: null, backAt: null });
    }
  }

  apply(action: Action, { now, registrations }: Facts): void {
    switch (action.kind) {
      case 'publish':
        return this.publish(action, registrations[0]?.account ?? '', now);
      case 'open-window':
        return this.wait(action, appServerOf(action.window.registrationId, registrations));
      case 'postpone-window':
        return this.change(action.pushId, ({ window }) => ({
          window: window && { ...window, dueAt: action.dueAt },
        }));
      case 'close-window':
        return this.end(action.pushId);
      case 'settle':
        return this.settle(action);
      case 'remove-registration':
        for (const { pushId, registrationId } of this.windows)
          if (registrationId === action.registrationId) this.end(pushId);
        return;
      case 'purge-account':
        return this.pushes.clear();
      case 'note-app-server':
        this.appServers.set(action.appServer.domain, action.appServer);
        return;
      case 'answer':
      case 'refuse':
      case 'save-registration':
      case 'bind':
      case 'hold-session':
      case 'release-session':
      case 'mark':
      case 'note-quota':
      case 'notice':
      case 'count-strikes':
      case 'record':
        return;
    }
  }

  private publish(
    { pushId: id, registrationId, to: appServer, importance }: Of<'publish'>,
    account: string,
    now: number,
  ): void {
    const push = this.pushes.get(id) ?? { since: now, made: 0, isAnswered: false };
    const { since, made, isAnswered } = push;
    const about = { id, account, registrationId, appServer, importance, since, isAnswered };
    const attempt = { sentAt: now, made: made + 1, isOpen: true, isInterrupted: false };
    this.pushes.set(id, { ...about, ...attempt, state: 'in-flight', window: null });
  }

  private wait({ account, window }: Of<'open-window'>, appServer: string): void {
    const { pushId: id, registrationId, importance, tries } = window;
    const fresh = { sentAt: 0, isOpen: false, isInterrupted: false, appServer };
    const push = this.pushes.get(id) ?? fresh;
    const about = { id, account, registrationId, importance, since: tries.since };
    const { made, isAnswered } = tries;
    // A summary does not outlive a restart.
    const waiting = { state: 'waiting', window: { ...window, summary: null } } as const;
    this.pushes.set(id, { ...push, ...about, made, isAnswered, ...waiting });
  }

  private settle({ pushId, outcome, answer }: Of<'settle'>): void {
    const isAnswer = answer !== null;
    this.change(pushId, (push) => ({
      isOpen: push.isOpen && !isAnswer,
      isAnswered: push.isAnswered || (isAnswer && answer.kind !== 'unsent'),
    }));
    if (outcome !== 'deferred') this.end(pushId);
  }

  private end(pushId: string): void {
    const push = this.pushes.get(pushId);
    this.pushes.delete(pushId);
    if (push?.isOpen !== true) return;
    this.pushes.set(pushId, { ...push, state: 'final', window: null });
    const late = this.all.filter(({ state }) => state === 'final');
    if (late.length > MOST_LATE && late[0] !== undefined) this.pushes.delete(late[0].id);
  }

  private change(pushId: string, change: (push: KnownPush) => Partial<KnownPush>): void {
    const push = this.pushes.get(pushId);
    if (push !== undefined) this.pushes.set(pushId, { ...push, ...change(push) });
  }
}

const WORKING = { faults: 0, pausedUntil: null, pauses: 0, probe: null, backAt: null };

function triesOf({ made, since, isAnswered }: KnownPush) {
  return { made, since, isAnswered };
}

function appServerOf(id: string, registrations: Facts['registrations']): string {
  return registrations.find((registration) => registration.id === id)?.appServer ?? '';
}
