import {
  DEFAULT_POLICY,
  type Action,
  type Facts,
  type Input,
  type LastPush,
  type Mark,
  type Policy,
  type Quota,
  type Registration,
} from '../../src/index.js';
import { PushBook } from './push-book.js';

const BACKLOG_AFTER_MS = 60_000;
const DOMAINS = ['push.ex', 'other.ex'];

/** What is known about one account: starts empty, and is kept up with what was decided. */
export class Book {
  now = 1_700_000_000_000;
  policy: Policy = DEFAULT_POLICY;
  isSuspended = false;
  registrations: readonly Registration[] = [];
  quotas: readonly Quota[] = [];
  readonly pushes = new PushBook();
  private marks: readonly (Mark & { readonly expiresAt: number })[] = [];
  private lastBacklogAt: number | null = null;
  private idCount = 0;

  /** `aheadMs`: how far the chat server's clock is ahead of ours; `errorMs`: by how much we take it for more. */
  constructor(
    private readonly aheadMs: number,
    private readonly errorMs: number,
    private readonly random: number,
  ) {}

  /** What the chat server's clock really shows. */
  get serverTime(): number {
    return this.now + this.aheadMs;
  }

  factsFor(input: Input): Facts {
    const serverNow = this.serverTime + this.errorMs;
    if (serverNow - input.at > BACKLOG_AFTER_MS && 'live' in input) this.lastBacklogAt = this.now;
    const { now, policy, isSuspended, registrations, quotas, lastBacklogAt, random } = this;
    const pushId = input.kind === 'publish-reply' || input.kind === 'publish-timeout' ? input.pushId : null;
    return {
      now,
      serverNow,
      domain: 'tenant.example',
      policy,
      isSuspended,
      registrations,
      windows: this.pushes.windows,
      quotas,
      random,
      lastBacklogAt,
      marks: input.kind === 'stanza' ? this.marksOf(input) : [],
      push: this.pushes.pendingPush(pushId),
      appServers: DOMAINS.map((domain) => this.pushes.known(domain)),
      freshIds: Array.from({ length: registrations.length + 1 }, () => this.freshId()),
    };
  }

  apply(actions: readonly Action[], facts: Facts): void {
    for (const action of actions) {
      this.applyOne(action, facts.serverNow);
      this.pushes.apply(action, facts);
    }
  }

  private applyOne(action: Action, serverNow: number): void {
    switch (action.kind) {
      case 'save-registration': {
        const others = this.registrations.filter(({ id }) => id !== action.registration.id);
        this.registrations = [...others, action.registration];
        return;
      }
      case 'remove-registration':
        this.registrations = this.registrations.filter(({ id }) => id !== action.registrationId);
        return;
      case 'bind':
        return this.change(action.registrationId, () => ({ binding: action.binding }));
      case 'count-strikes':
        return this.change(action.registrationId, () => ({ strikes: action.strikes }));
      case 'mark':
        this.marks = [...this.marks, { ...action.mark, expiresAt: action.expiresAt }];
        return;
      case 'publish':
        return this.published(action, serverNow);
      case 'close-window':
        return action.isGivenUp ? this.forget(action.pushId) : undefined;
      case 'settle':
        return action.end !== null && action.end.reason !== 'newer-push'
          ? this.forget(action.pushId)
          : undefined;
      case 'note-quota':
        this.quotas = this.quotas.map((quota) =>
          quota.period === action.quota.period ? action.quota : quota,
        );
        return;
      case 'purge-account':
        this.registrations = [];
        this.marks = [];
        return;
      case 'open-window':
      case 'postpone-window':
      case 'note-app-server':
      case 'notice':
      case 'answer':
      case 'refuse':
      case 'hold-session':
      case 'release-session':
      case 'record':
        return;
    }
  }

  private published(
    { pushId, registrationId, importance, at }: Extract<Action, { kind: 'publish' }>,
    serverNow: number,
  ): void {
    const last = { pushId, at, sentAt: serverNow };
    this.change(registrationId, ({ lastPushes }) => ({ lastPushes: { ...lastPushes, [importance]: last } }));
  }

  private change(id: string, change: (found: Registration) => Partial<Registration>): void {
    this.registrations = this.registrations.map((found) =>
      found.id === id ? { ...found, ...change(found) } : found,
    );
  }

  /** What tells the device of nothing has not woken it either. */
  private forget(untold: string): void {
    this.marks = this.marks.filter(({ pushId }) => pushId !== untold);
    this.registrations = this.registrations.map((registration) => {
      const { important, unimportant } = registration.lastPushes;
      const kept = (last: LastPush | null) => (last?.pushId === untold ? null : last);
      return { ...registration, lastPushes: { important: kept(important), unimportant: kept(unimportant) } };
    });
  }

  private marksOf({ ref, archive }: Extract<Input, { kind: 'stanza' }>): readonly Mark[] {
    this.marks = this.marks.filter(({ expiresAt }) => expiresAt > this.now);
    return this.marks.filter((mark) => mark.ref === ref || (archive !== null && mark.archive === archive));
  }

  private freshId(): string {
    this.idCount += 1;
    return `id${this.idCount}`;
  }
}
