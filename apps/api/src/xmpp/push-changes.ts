import type { Action, Input, Outcome, PushEnd, Window } from '@bellhop/push-core';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import type { FactBook } from './fact-book.js';
import { ANSWER_TIMEOUT_MS, newAttempt, withAnswer } from './open-push.js';
import type { LatePush, OpenPush } from './open-push.js';

/** A push that is over, and what became of it. */
export interface OverPush {
  readonly push: OpenPush;
  readonly outcome: Outcome;
  readonly end: PushEnd | null;
  /** Final errors in a row after this one, where it was one. */
  readonly strikes: number | null;
}

/** A push that is not over, as it is now. */
export interface KeptPush {
  readonly push: OpenPush;
  /** It has no row yet. */
  readonly isNew: boolean;
}

/** What one input makes of pushes, in its end: each push is in one of the first three. */
export interface PushChanges {
  readonly kept: readonly KeptPush[];
  /** Over, with a row in the log. */
  readonly over: readonly OverPush[];
  /** Never made, and told of by the decisions alone. */
  readonly dropped: readonly string[];
  /** A late answer to a push that was over. */
  readonly corrected: readonly (OverPush & { readonly late: LatePush })[];
  /** Pushes that were given up: their devices are not told by them after all. */
  readonly untold: readonly string[];
}

export const NO_CHANGES: PushChanges = { kept: [], over: [], dropped: [], corrected: [], untold: [] };

/** Reads the changes off the actions. `eventId`: the row of the event that they are about. */
export function pushChangesOf(
  actions: readonly Action[],
  context: { readonly book: FactBook; readonly input: Input; readonly eventId: string | null },
): PushChanges {
  const changes = new Changes(context.book, context.input, context.eventId);
  for (const action of actions) changes.take(action);
  return changes.result();
}

class Changes {
  private readonly kept = new Map<string, KeptPush>();
  private readonly over = new Map<string, OverPush>();
  private readonly dropped = new Set<string>();
  private readonly corrected: (OverPush & { readonly late: LatePush })[] = [];
  private readonly untold: string[] = [];

  constructor(
    private readonly book: FactBook,
    private readonly input: Input,
    private readonly eventId: string | null,
  ) {}

  take(action: Action): void {
    switch (action.kind) {
      case 'publish':
        return this.publish(action);
      case 'open-window':
        return this.wait(action.account, action.window);
      case 'postpone-window':
        return this.change(action.pushId, { dueAt: action.dueAt });
      case 'close-window':
        return this.close(action);
      case 'settle':
        return this.settle(action);
      // Both take along what waits, which need not have been loaded (`write-log`).
      case 'remove-registration':
      case 'purge-account':
      case 'answer':
      case 'refuse':
      case 'save-registration':
      case 'bind':
      case 'hold-session':
      case 'release-session':
      case 'mark':
      case 'count-strikes':
      case 'note-app-server':
      case 'note-quota':
      case 'notice':
      case 'record':
        return;
    }
  }

  result(): PushChanges {
    const { corrected, untold } = this;
    return {
      kept: [...this.kept.values()],
      over: [...this.over.values()],
      dropped: [...this.dropped],
      corrected,
      untold,
    };
  }

  private publish({ pushId, registrationId, to, importance }: Extract<Action, { kind: 'publish' }>): void {
    const { nowMs, serverNowMs } = this.book;
    const waited = this.find(pushId);
    const push = waited ?? {
      pushId,
      account: this.book.accountOf(registrationId),
      registrationId,
      appServer: to,
      importance,
      eventId: this.eventId ?? '',
      sid: null,
      openedAt: serverNowMs,
      closesAt: serverNowMs,
      since: nowMs,
      attempts: [],
    };
    this.keep({
      ...push,
      state: 'in-flight',
      dueAt: nowMs + ANSWER_TIMEOUT_MS,
      attempts: [...push.attempts, newAttempt(nowMs)],
      summary: null,
    });
  }

  /** A push that was made before waits for its next attempt; a new one belongs to the event that it waits for. */
  private wait(account: string, { kind: state, tries, ...window }: Window): void {
    const made = this.find(window.pushId);
    this.keep({
      ...window,
      account,
      state,
      appServer: made?.appServer ?? this.book.appServerOf(window.registrationId),
      eventId: made?.eventId ?? this.eventId ?? '',
      since: tries.since,
      attempts: made?.attempts ?? [],
    });
  }

  private close({ pushId, isGivenUp, settled }: Extract<Action, { kind: 'close-window' }>): void {
    if (isGivenUp) this.untold.push(pushId);
    const push = this.find(pushId);
    if (push === undefined || settled === null) return this.drop(pushId);
    this.end({ push, ...settled, strikes: null });
  }

  private settle({ pushId, outcome, answer, end }: Extract<Action, { kind: 'settle' }>): void {
    const push = this.find(pushId);
    const late = this.book.pushes.findLate(pushId);
    const settled = push ?? late?.push;
    if (settled === undefined) return;
    const attempt = this.input.kind === 'publish-reply' ? this.input.attempt : settled.attempts.length;
    const answeredAtMs = this.book.answeredAt(settled.attempts[attempt - 1], this.input.at);
    const attempts = withAnswer(settled.attempts, { attempt, answer, answeredAtMs });
    if (outcome === 'deferred') return this.change(pushId, { attempts });
    const strikes = outcome === 'rejected' ? this.book.strikesOf(settled) + 1 : null;
    const over = { push: { ...settled, attempts }, outcome, end, strikes };
    if (end !== null && end.reason !== 'newer-push') this.untold.push(pushId);
    if (push !== undefined) this.end(over);
    else if (late !== undefined) this.corrected.push({ ...over, late });
  }

  private end(over: OverPush): void {
    this.kept.delete(over.push.pushId);
    this.over.set(over.push.pushId, over);
  }

  private drop(pushId: string): void {
    this.kept.delete(pushId);
    this.dropped.add(pushId);
  }

  private change(pushId: string, change: Partial<OpenPush>): void {
    const push = this.find(pushId);
    if (push !== undefined) this.keep({ ...push, ...change });
  }

  private keep(push: OpenPush): void {
    this.kept.set(push.pushId, { push, isNew: this.book.pushes.find(push.pushId) === undefined });
  }

  private find(pushId: string): OpenPush | undefined {
    return this.kept.get(pushId)?.push ?? this.book.pushes.find(pushId);
  }
}

/** The changes of a batch as one: of each push the last word counts. */
export function mergedChanges(batch: readonly PushChanges[]): PushChanges {
  const kept = new Map<string, KeptPush>();
  const over = new Map<string, OverPush>();
  const dropped = new Set<string>();
  for (const changes of batch) {
    for (const { push, isNew } of changes.kept)
      kept.set(push.pushId, { push, isNew: isNew || kept.get(push.pushId)?.isNew === true });
    for (const ended of changes.over) {
      kept.delete(ended.push.pushId);
      over.set(ended.push.pushId, ended);
    }
    for (const pushId of changes.dropped) {
      kept.delete(pushId);
      dropped.add(pushId);
    }
  }
  return {
    kept: [...kept.values()],
    over: [...over.values()],
    dropped: [...dropped],
    corrected: batch.flatMap(({ corrected }) => corrected),
    untold: batch.flatMap(({ untold }) => untold),
  };
}

/** Where a push's row lies in the log: at the instant inside its id. */
export function instantOfPush({ pushId }: Pick<OpenPush, 'pushId'>): Date {
  return new Date(instantOfUuidV7(pushId) ?? 0);
}
