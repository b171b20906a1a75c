import type {
  Action,
  AppServer,
  Binding,
  Facts,
  Input,
  LastPush,
  Mark,
  PendingPush,
  Quota,
  Registration,
  StanzaInput,
} from '@bellhop/push-core';
import { appServerDomain } from '@bellhop/push-core';
import { namedUuidV7, newUuidV7 } from '../platform/uuid-v7.js';
import type { AppServers } from './app-servers.js';
import type { LinkMemory } from './link-memory.js';
import { heldNear } from './log-instant.js';
import type { Attempt, OpenPush } from './open-push.js';
import { PushBook } from './push-book.js';
import type { PushChanges } from './push-changes.js';
import type { ServedTenant } from './served-tenant.js';

/** Whose facts, and what is known of it in memory. */
export interface BookOf {
  readonly tenant: ServedTenant;
  readonly memory: LinkMemory;
  readonly appServers: AppServers;
}

/** What an event has on the link. */
export interface EventName {
  readonly instance: string;
  readonly number: number;
}

/**
 * What the core may look at while it decides a batch of one tenant: loaded once from the database, then kept up with
 * the batch's own actions, so that each input sees what the ones before it did.
 */
export class FactBook {
  private readonly registrations = new Map<string, readonly Registration[]>();
  private readonly accounts = new Map<string, string>();
  private readonly known = new Set<string>();
  private readonly published = new Map<string, number>();
  private marks: (Mark & { readonly account: string })[] = [];
  private quotas: readonly Quota[] = [];
  readonly pushes: PushBook;

  constructor(
    private readonly of: BookOf,
    readonly nowMs: number = Date.now(),
  ) {
    this.pushes = new PushBook(of.memory);
  }

  /**
   * `name`: of an event that may come again, because it is not acknowledged yet. What it leads to then has the same
   * ids: an answer to what was published the first time still counts, and an app server can see that it is the same.
   */
  factsFor(input: Input, name: EventName | null = null): Facts {
    const push = isAboutPush(input) ? this.pushes.pending(input) : null;
    const account = 'account' in input ? input.account : push?.account;
    const registrations = (account === undefined ? undefined : this.registrations.get(account)) ?? [];
    return {
      now: this.nowMs,
      serverNow: this.serverNowMs,
      domain: this.of.tenant.domain,
      policy: this.of.tenant.policy,
      isSuspended: this.of.tenant.isSuspended,
      registrations,
      marks: input.kind === 'stanza' ? this.marksOf(input) : [],
      windows: account === undefined ? [] : this.pushes.windowsOf(account),
      lastBacklogAt: this.of.memory.lastBacklogAt,
      push,
      appServers: this.appServersOf(registrations, push),
      quotas: this.quotas,
      random: Math.random(),
      freshIds: this.freshIdsFor(input, name, registrations),
    };
  }

  /** Most inputs use none. */
  private freshIdsFor(
    input: Input,
    name: EventName | null,
    registrations: readonly Registration[],
  ): readonly string[] {
    if (!MAKE_IDS.includes(input.kind)) return [];
    const at = this.instantOf(input);
    if (name === null) return [...registrations, null].map(() => newUuidV7(at));
    const { instance, number } = name;
    const about = `${this.of.tenant.id} ${instance} ${number}`;
    return registrations.map(({ id }) => namedUuidV7(at, `${about} ${id}`, number));
  }

  /**
   * Under which instant (ms since 1970) what an input leads to is kept. The same for its rows as for their
   * ids, because rows are found again by the instant inside the id.
   */
  instantOf(input: Input): number {
    return heldNear(input.at, this.nowMs);
  }

  /** When an answer came to the chat server, by our clock: it may have waited there, and the clocks are not exact. */
  answeredAt(attempt: Attempt | undefined, serverAt: number): number {
    const at = Math.min(serverAt + this.nowMs - this.serverNowMs, Date.now());
    return attempt === undefined ? at : Math.max(Date.parse(attempt.sentAt), at);
  }

  /** What the chat server's clock shows now. */
  get serverNowMs(): number {
    return this.of.memory.serverNow(this.nowMs);
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

  accountOf(registrationId: string): string {
    return this.accounts.get(registrationId) ?? '';
  }

  appServerOf(registrationId: string): string {
    return this.registration(registrationId)?.appServer ?? '';
  }

  /** What is known of the app servers of a domain; nothing is in flight that this batch has not handed over. */
  appServer(domain: string): AppServer {
    return this.of.appServers.of(domain);
  }

  /** Final errors in a row so far at the registration that a push was for. */
  strikesOf({ registrationId }: Pick<OpenPush, 'registrationId'>): number {
    return this.registration(registrationId)?.strikes ?? 0;
  }

  addMark(mark: Mark & { readonly account: string }): void {
    this.marks.push(mark);
  }

  setQuotas(quotas: readonly Quota[]): void {
    this.quotas = quotas;
  }

  save(registration: Registration): void {
    const others = this.registrations.get(registration.account) ?? [];
    const kept = others.filter((other) => other.id !== registration.id);
    this.registrations.set(registration.account, [...kept, registration]);
    this.accounts.set(registration.id, registration.account);
    this.known.add(registration.account);
  }

  /** Takes over what an input led to, for the inputs after it. */
  apply(actions: readonly Action[], changes: PushChanges): void {
    for (const action of actions) this.applyOne(action);
    this.pushes.apply(changes);
    this.forget(new Set(changes.untold));
  }

  /** Pushes that were given up have told nothing, and woken nobody. */
  private forget(pushIds: ReadonlySet<string>): void {
    if (pushIds.size === 0) return;
    this.marks = this.marks.filter(({ pushId }) => !pushIds.has(pushId));
    const kept = (last: LastPush | null) => (last === null || pushIds.has(last.pushId) ? null : last);
    for (const id of this.accounts.keys())
      this.change(id, ({ lastPushes: { important, unimportant } }) => ({
        lastPushes: { important: kept(important), unimportant: kept(unimportant) },
      }));
  }

  private applyOne(action: Action): void {
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
      case 'settle':
        return this.noteSettled(action.pushId);
      case 'note-app-server':
        return this.of.appServers.note(action.appServer);
      case 'note-quota':
        this.quotas = this.quotas.map((quota) =>
          quota.period === action.quota.period ? action.quota : quota,
        );
        return;
      case 'purge-account':
        return this.purge(action.account);
      // What becomes of pushes is in the changes.
      case 'open-window':
      case 'postpone-window':
      case 'close-window':
      case 'answer':
      case 'refuse':
      case 'hold-session':
      case 'release-session':
      case 'notice':
      case 'record':
        return;
    }
  }

  /** Those that the input may be about. */
  private appServersOf(
    registrations: readonly Registration[],
    push: PendingPush | null,
  ): readonly AppServer[] {
    const jids = [...registrations, ...(push === null ? [] : [push])].map(({ appServer }) => appServer);
    return [...new Set(jids.map(appServerDomain))].map((domain) => {
      const known = this.appServer(domain);
      return { ...known, inFlight: known.inFlight + (this.published.get(domain) ?? 0) };
    });
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

  private notePush({
    registrationId,
    importance,
    pushId,
    at,
    to,
  }: Extract<Action, { kind: 'publish' }>): void {
    const domain = appServerDomain(to);
    this.published.set(domain, (this.published.get(domain) ?? 0) + 1);
    const last = { pushId, at, sentAt: this.serverNowMs };
    this.change(registrationId, ({ lastPushes }) => ({ lastPushes: { ...lastPushes, [importance]: last } }));
  }

  private noteSettled(pushId: string): void {
    const appServer = this.pushes.find(pushId)?.appServer;
    if (appServer !== undefined) this.of.appServers.answered(appServerDomain(appServer), pushId);
  }

  private remove(id: string): void {
    const account = this.accounts.get(id);
    if (account === undefined) return;
    const kept = (this.registrations.get(account) ?? []).filter((found) => found.id !== id);
    this.registrations.set(account, kept);
    this.pushes.dropWaitingFor(id, account);
  }

  private purge(account: string): void {
    this.registrations.delete(account);
    this.known.delete(account);
    this.marks = this.marks.filter((mark) => mark.account !== account);
    this.pushes.dropOf(account);
  }
}

const MAKE_IDS: readonly Input['kind'][] = ['stanza', 'ping', 'enable', 'test-push', 'resend'];

function isAboutPush(input: Input): input is Extract<Input, { kind: 'publish-reply' | 'publish-timeout' }> {
  return input.kind === 'publish-reply' || input.kind === 'publish-timeout';
}
