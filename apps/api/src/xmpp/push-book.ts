import type { PendingPush, PublishReplyInput, PublishTimeoutInput, Window } from '@bellhop/push-core';
import type { LinkMemory } from './link-memory.js';
import { isInterrupted } from './open-push.js';
import type { LatePush, OpenPush } from './open-push.js';
import type { PushChanges } from './push-changes.js';

/** The pushes that a batch of one tenant may be about, kept up with what becomes of them. */
export class PushBook {
  private readonly open = new Map<string, OpenPush>();
  /** The ids of the open ones, by account: a batch may be about very many. */
  private readonly idsOf = new Map<string, Set<string>>();
  private readonly late = new Map<string, LatePush>();

  constructor(private readonly memory: LinkMemory) {}

  add(push: OpenPush): void {
    const summary = this.memory.summaryOf(push.pushId) ?? push.summary;
    this.open.set(push.pushId, { ...push, summary });
    const ids = this.idsOf.get(push.account);
    if (ids === undefined) this.idsOf.set(push.account, new Set([push.pushId]));
    else ids.add(push.pushId);
  }

  addLate(late: LatePush): void {
    this.late.set(late.push.pushId, late);
  }

  find(pushId: string): OpenPush | undefined {
    return this.open.get(pushId);
  }

  findLate(pushId: string): LatePush | undefined {
    return this.late.get(pushId);
  }

  accounts(): readonly string[] {
    const late = [...this.late.values()].map(({ push }) => push);
    return [...this.open.values(), ...late].map(({ account }) => account);
  }

  /**
   * What the rules may know of a push that an answer, or the end of its time, is about; nothing where there is no such
   * attempt, or it has its answer.
   */
  pending(input: PublishReplyInput | PublishTimeoutInput): PendingPush | null {
    const open = this.open.get(input.pushId);
    const push = open ?? this.late.get(input.pushId)?.push;
    if (push === undefined || !awaitsAnswer(push, input)) return null;
    const state = push.state === 'in-flight' ? 'in-flight' : 'deferred';
    return toPendingPush(push, open === undefined ? 'final' : state);
  }

  /** The account's pushes that wait. */
  windowsOf(account: string): readonly Window[] {
    return this.openOf(account).flatMap((push) =>
      push.state === 'in-flight' ? [] : [toWindow(push, push.state)],
    );
  }

  apply({ kept, over, dropped, corrected }: PushChanges): void {
    for (const { push } of kept) this.add(push);
    for (const { push } of over) this.remove(push.pushId);
    for (const pushId of dropped) this.remove(pushId);
    for (const { push } of corrected) this.late.delete(push.pushId);
  }

  /** The registration is gone, and with it what waits for it. */
  dropWaitingFor(registrationId: string, account: string): void {
    for (const push of this.openOf(account))
      if (push.registrationId === registrationId && push.state !== 'in-flight') this.remove(push.pushId);
  }

  dropOf(account: string): void {
    for (const { pushId } of this.openOf(account)) this.remove(pushId);
  }

  private openOf(account: string): readonly OpenPush[] {
    return [...(this.idsOf.get(account) ?? [])].flatMap((pushId) => this.open.get(pushId) ?? []);
  }

  private remove(pushId: string): void {
    const account = this.open.get(pushId)?.account;
    this.open.delete(pushId);
    if (account !== undefined) this.idsOf.get(account)?.delete(pushId);
  }
}

function awaitsAnswer({ attempts }: OpenPush, input: PublishReplyInput | PublishTimeoutInput): boolean {
  const asked = input.kind === 'publish-reply' ? attempts[input.attempt - 1] : attempts.at(-1);
  return asked !== undefined && asked.answer === null;
}

function toPendingPush(push: OpenPush, state: PendingPush['state']): PendingPush {
  const { pushId: id, account, registrationId, appServer, importance } = push;
  const about = { id, account, registrationId, appServer, importance, state };
  return { ...about, isInterrupted: isInterrupted(push.attempts), tries: triesOf(push) };
}

function toWindow(push: OpenPush, kind: Window['kind']): Window {
  const { pushId, registrationId, importance, sid, openedAt, closesAt, dueAt, summary } = push;
  const about = { pushId, kind, registrationId, importance, sid, openedAt, closesAt, dueAt, summary };
  return { ...about, tries: triesOf(push) };
}

function triesOf({ attempts, since }: OpenPush): Window['tries'] {
  const isAnswered = attempts.some(({ answer }) => answer !== null && answer.kind !== 'unsent');
  return { made: attempts.length, since, isAnswered };
}
