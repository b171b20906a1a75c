import type {
  Action,
  Binding,
  Facts,
  Input,
  Mark,
  PendingPush,
  Registration,
  StanzaInput,
  Window,
} from '@bellhop/push-core';
import { newUuidV7 } from '../platform/uuid-v7.js';
import type { LinkMemory } from './link-memory.js';
import { heldNear } from './log-instant.js';
import type { ServedTenant } from './served-tenant.js';

/** A push that has no answer yet, also if that is overdue, and where its row lies. */
export interface OpenPush extends PendingPush {
  readonly account: string;
  readonly atMs: number;
  readonly retentionDays: number;
  /** When it was published, by our clock. */
  readonly sentAtMs: number;
}

/** A push that waits, and the row of the event that it is about. */
export interface OpenWindow extends Window {
  readonly account: string;
  readonly eventId: string;
}

/**
 * What the core may look at while it decides a batch of one tenant: loaded once from the database, then kept up with
 * the batch's own actions, so that each input sees what the ones before it did.
 */
export class FactBook {
  private readonly registrations = new Map<string, readonly Registration[]>();
  private readonly accounts = new Map<string, string>();
  private readonly openPushes = new Map<string, OpenPush>();
  private readonly openWindows = new Map<string, OpenWindow>();
  private readonly known = new Set<string>();
  private marks: (Mark & { readonly account: string })[] = [];

  constructor(
    private readonly tenant: ServedTenant,
    private readonly memory: LinkMemory,
    readonly nowMs: number = Date.now(),
  ) {}

  factsFor(input: Input): Facts {
    const push = isAboutPush(input) ? (this.openPushes.get(input.pushId) ?? null) : null;
    const account = 'account' in input ? input.account : push?.account;
    const registrations = (account === undefined ? undefined : this.registrations.get(account)) ?? [];
    const at = this.instantOf(input);
    return {
      now: this.nowMs,
      serverNow: this.memory.serverNow(this.nowMs),
      domain: this.tenant.domain,
      policy: this.tenant.policy,
      registrations,
      marks: input.kind === 'stanza' ? this.marksOf(input) : [],
      windows: [...this.openWindows.values()].filter((window) => window.account === account),
      lastBacklogAt: this.memory.lastBacklogAt,
      push,
      freshIds: Array.from({ length: registrations.length + 1 }, () => newUuidV7(at)),
    };
  }

  /**
   * Under which instant (ms since 1970) what an input leads to is kept. The same for its rows as for their
   * ids, because rows are found again by the instant inside the id.
   */
  instantOf(input: Input): number {
    return heldNear(input.at, this.nowMs);
  }

  /** When an answer came to the chat server, by our clock: it may have waited there, and the clocks are not exact. */
  answeredAt({ sentAtMs }: OpenPush, serverAt: number): Date {
    const at = serverAt + this.nowMs - this.serverNowMs;
    return new Date(Math.max(sentAtMs, Math.min(at, Date.now())));
  }

  /** What the chat server's clock shows now. */
  get serverNowMs(): number {
    return this.memory.serverNow(this.nowMs);
  }

  /** Whether the account has, or had within retention, any registration: its events are then kept one by one. */
  isKnown(account: string): boolean {
    return this.known.has(account);
  }

  hasRegistrations(account: string): boolean {
    return (this.registrations.get(account) ?? []).length > 0;
  }

  setKnown(account: string): void {
    this.known.add(account);
  }

  openPush(pushId: string): OpenPush | undefined {
    return this.openPushes.get(pushId);
  }

  openWindow(pushId: string): OpenWindow | undefined {
    return this.openWindows.get(pushId);
  }

  accountsOfPushes(): readonly string[] {
    return [...this.openPushes.values()].map(({ account }) => account);
  }

  /** Final errors in a row so far at the registration that a push was for. */
  strikesOf({ registrationId }: OpenPush): number {
    return this.registration(registrationId)?.strikes ?? 0;
  }

  addPush(push: OpenPush): void {
    this.openPushes.set(push.id, push);
  }

  addWindow(window: OpenWindow): void {
    this.openWindows.set(window.pushId, {
      ...window,
      summary: this.memory.summaryOf(window.pushId) ?? window.summary,
    });
  }

  addMark(mark: Mark & { readonly account: string }): void {
    this.marks.push(mark);
  }

  save(registration: Registration): void {
    const others = this.registrations.get(registration.account) ?? [];
    const kept = others.filter((other) => other.id !== registration.id);
    this.registrations.set(registration.account, [...kept, registration]);
    this.accounts.set(registration.id, registration.account);
    this.known.add(registration.account);
  }

  /** Takes over what an input led to, for the inputs after it; `eventId` is the row that tells of it. */
  apply(actions: readonly Action[], eventId: string | null): void {
    for (const action of actions) this.applyOne(action, eventId);
  }

  private applyOne(action: Action, eventId: string | null): void {
    switch (action.kind) {
      case 'save-registration':
        return this.save(action.registration);
      case 'remove-registration':
        return this.remove(action.registrationId);
      case 'count-strikes':
        return this.change(action.registrationId, () => ({ strikes: action.strikes }));
      case 'bind':
        return this.bind(action.registrationId, action.binding);
      case 'publish':
        return this.notePush(action);
      case 'mark':
        return this.addMark({ ...action.mark, account: action.account });
      case 'open-window':
        // Only an event that has a row opens one.
        return this.addWindow({ ...action.window, account: action.account, eventId: eventId ?? '' });
      case 'postpone-window':
        return this.postpone(action.pushId, action.dueAt);
      case 'close-window':
        return this.close(action.pushId, action.isGivenUp);
      case 'settle':
        this.openPushes.delete(action.pushId);
        return;
      case 'purge-account':
        return this.purge(action.account);
      case 'answer':
      case 'refuse':
      case 'hold-session':
      case 'release-session':
      case 'record':
        return;
    }
  }

  private marksOf({ account, ref, archive }: StanzaInput): readonly Mark[] {
    return this.marks.filter(
      (mark) =>
        mark.account === account && (mark.ref === ref || (archive !== null && mark.archive === archive)),
    );
  }

  private registration(id: string): Registration | undefined {
    const account = this.accounts.get(id);
    return account === undefined
      ? undefined
      : this.registrations.get(account)?.find((found) => found.id === id);
  }

  private change(id: string, change: (found: Registration) => Partial<Registration>): void {
    const account = this.accounts.get(id);
    const all = account === undefined ? undefined : this.registrations.get(account);
    if (account === undefined || all === undefined) return;
    this.registrations.set(
      account,
      all.map((found) => (found.id === id ? { ...found, ...change(found) } : found)),
    );
  }

  /** What was decided before a commit failed may meet a newer binding when it is taken over again. */
  private bind(id: string, binding: Binding): void {
    this.change(id, (found) => (binding.at >= (found.binding?.at ?? -Infinity) ? { binding } : {}));
  }

  private notePush({ registrationId, importance, pushId, at }: Extract<Action, { kind: 'publish' }>): void {
    const last = { pushId, at, sentAt: this.serverNowMs };
    this.change(registrationId, ({ lastPushes }) => ({ lastPushes: { ...lastPushes, [importance]: last } }));
  }

  private remove(id: string): void {
    const account = this.accounts.get(id);
    if (account === undefined) return;
    const kept = (this.registrations.get(account) ?? []).filter((found) => found.id !== id);
    this.registrations.set(account, kept);
    this.dropWindows((window) => window.registrationId === id);
  }

  private postpone(pushId: string, dueAt: number): void {
    const window = this.openWindows.get(pushId);
    if (window !== undefined) this.openWindows.set(pushId, { ...window, dueAt });
  }

  private close(pushId: string, isGivenUp: boolean): void {
    this.dropWindows((window) => window.pushId === pushId);
    if (isGivenUp) this.marks = this.marks.filter((mark) => mark.pushId !== pushId);
  }

  private purge(account: string): void {
    this.registrations.delete(account);
    this.known.delete(account);
    this.marks = this.marks.filter((mark) => mark.account !== account);
    this.dropWindows((window) => window.account === account);
  }

  private dropWindows(matches: (window: OpenWindow) => boolean): void {
    for (const [pushId, window] of this.openWindows) if (matches(window)) this.openWindows.delete(pushId);
  }
}

function isAboutPush(input: Input): input is Extract<Input, { kind: 'publish-reply' | 'publish-timeout' }> {
  return input.kind === 'publish-reply' || input.kind === 'publish-timeout';
}
