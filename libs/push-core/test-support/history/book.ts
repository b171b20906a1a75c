import {
  DEFAULT_POLICY,
  type Action,
  type Facts,
  type Input,
  type Mark,
  type PendingPush,
  type Policy,
  type Registration,
  type Window,
} from '../../src/index.js';

const BACKLOG_AFTER_MS = 60_000;

/** What is known about one account: starts empty, and is kept up with what was decided. */
export class Book {
  now = 1_700_000_000_000;
  policy: Policy = DEFAULT_POLICY;
  registrations: readonly Registration[] = [];
  windows: readonly Window[] = [];
  pushes: readonly PendingPush[] = [];
  private marks: readonly (Mark & { readonly expiresAt: number })[] = [];
  private lastBacklogAt: number | null = null;
  private idCount = 0;

  /** `aheadMs`: how far the chat server's clock is ahead of ours; `errorMs`: by how much we take it for more. */
  constructor(
    private readonly aheadMs: number,
    private readonly errorMs: number,
  ) {}

  /** What the chat server's clock really shows. */
  get serverTime(): number {
    return this.now + this.aheadMs;
  }

  factsFor(input: Input): Facts {
    const serverNow = this.serverTime + this.errorMs;
    if (serverNow - input.at > BACKLOG_AFTER_MS && 'live' in input) this.lastBacklogAt = this.now;
    const { now, policy, registrations, windows, lastBacklogAt } = this;
    const pushId = input.kind === 'publish-reply' || input.kind === 'publish-timeout' ? input.pushId : null;
    return {
      now,
      serverNow,
      domain: 'tenant.example',
      policy,
      registrations,
      windows,
      lastBacklogAt,
      marks: input.kind === 'stanza' ? this.marksOf(input) : [],
      push: this.pushes.find(({ id }) => id === pushId) ?? null,
      freshIds: Array.from({ length: registrations.length + 1 }, () => this.freshId()),
    };
  }

  apply(actions: readonly Action[], { serverNow }: Facts): void {
    for (const action of actions) this.applyOne(action, serverNow);
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
      case 'open-window':
        // A summary does not outlive a restart.
        this.windows = [...this.windows, { ...action.window, summary: null }];
        return;
      case 'postpone-window':
        this.windows = this.windows.map((window) =>
          window.pushId === action.pushId ? { ...window, dueAt: action.dueAt } : window,
        );
        return;
      case 'close-window':
        this.windows = this.windows.filter(({ pushId }) => pushId !== action.pushId);
        if (action.isGivenUp) this.marks = this.marks.filter(({ pushId }) => pushId !== action.pushId);
        return;
      case 'settle':
        this.pushes = this.pushes.filter(({ id }) => id !== action.pushId);
        return;
      case 'purge-account':
        this.registrations = [];
        this.windows = [];
        this.marks = [];
        return;
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
    this.pushes = [...this.pushes, { id: pushId, registrationId }];
    const last = { pushId, at, sentAt: serverNow };
    this.change(registrationId, ({ lastPushes }) => ({ lastPushes: { ...lastPushes, [importance]: last } }));
  }

  private change(id: string, change: (found: Registration) => Partial<Registration>): void {
    this.registrations = this.registrations.map((found) =>
      found.id === id ? { ...found, ...change(found) } : found,
    );
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
