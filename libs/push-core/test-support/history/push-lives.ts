import type { Action, Answer, Facts, Input, Outcome, PendingPush } from '../../src/index.js';
import { must, of, type Of } from './must.js';
import { isPassing } from './passing.js';

const FINAL: readonly Outcome[] = ['accepted', 'rejected', 'expired', 'superseded', 'unknown'];
const DELAYS_SECONDS = [1, 5, 30, 120, 600, 1800];
const LONGEST_UNSENT_SECONDS = 120;

interface Life {
  readonly registrationId: string;
  readonly state: 'waiting' | 'in-flight' | 'over';
  /** When it was first to be made. */
  readonly since: number;
  readonly attempts: number;
  /** The device is not told by it: it was given up for another reason than a newer push. */
  readonly isUntold: boolean;
}

/** Follows each push from its first decision to its end. */
export class PushLives {
  private readonly lives = new Map<string, Life>();

  /** Whether a push was made, or waits, and has not been given up. */
  tells(pushId: string): boolean {
    return this.lives.get(pushId)?.isUntold === false;
  }

  isGivenUp(pushId: string): boolean {
    return this.lives.get(pushId)?.isUntold === true;
  }

  follow(input: Input, facts: Facts, actions: readonly Action[]): void {
    for (const { registrationId } of of(actions, 'remove-registration'))
      for (const window of facts.windows)
        if (window.registrationId === registrationId) this.end(window.pushId, true);
    if (of(actions, 'purge-account').length > 0) for (const id of this.lives.keys()) this.end(id, true);
    if (input.kind === 'publish-reply' || input.kind === 'publish-timeout')
      this.answered(input, facts, actions);
    for (const publish of of(actions, 'publish')) this.published(publish, facts);
    for (const { window } of of(actions, 'open-window')) this.waits(window, facts);
    for (const closed of of(actions, 'close-window')) this.closed(closed);
  }

  /** When everything has had its time. */
  atEnd(): void {
    const open = [...this.lives.values()].filter(({ state }) => state !== 'over');
    must(open.length === 0, 'every push ends in an outcome');
  }

  private answered(
    input: Extract<Input, { readonly kind: 'publish-reply' | 'publish-timeout' }>,
    { push, now }: Facts,
    actions: readonly Action[],
  ): void {
    const settled = of(actions, 'settle');
    must(settled.length <= (push === null ? 0 : 1), 'a push is settled once');
    if (push === null) return;
    const answer = input.kind === 'publish-reply' ? input.answer : null;
    if (isPassing(answer))
      must(of(actions, 'remove-registration').length === 0, 'no registration is lost to a passing fault');
    const isOutdone = input.kind === 'publish-reply' && input.attempt < push.tries.made && isPassing(answer);
    must(!isOutdone || settled.length === 0, 'a passing answer to an earlier attempt settles nothing');
    const outcome = settled[0]?.outcome;
    must(
      isOutdone || push.state !== 'in-flight' || outcome !== undefined,
      'the end of an attempt leads to an outcome',
    );
    if (outcome === undefined) return;
    if (outcome === 'deferred') return this.deferred(push, answer, now, actions);
    must(FINAL.includes(outcome), 'a push ends in a final outcome');
    must(of(actions, 'open-window').length === 0, 'no attempt after a final answer');
    const end = settled[0]?.end ?? null;
    this.end(push.id, end !== null && end.reason !== 'newer-push');
  }

  private deferred(push: PendingPush, answer: Answer | null, now: number, actions: readonly Action[]): void {
    must(isPassing(answer), 'only what passes is tried again');
    const [opened] = of(actions, 'open-window');
    must((opened === undefined) === (push.state !== 'in-flight'), 'what failed is scheduled once');
    if (opened === undefined) return;
    const steps = DELAYS_SECONDS[Math.min(push.tries.made, DELAYS_SECONDS.length) - 1] ?? 0;
    const seconds = answer?.kind === 'unsent' ? Math.min(steps, LONGEST_UNSENT_SECONDS) : steps;
    const shift = Math.abs((opened.window.dueAt - now) / (seconds * 1000) - 1);
    must(opened.window.pushId === push.id && shift <= 0.2, 'the next attempt comes in its time ± 20 %');
  }

  private published({ pushId, registrationId, attempt }: Of<'publish'>, { now, policy }: Facts): void {
    const life = this.lives.get(pushId);
    must(life?.state !== 'over', 'no attempt for a push that is over');
    must(life?.state !== 'in-flight', 'no attempt while another one is in flight');
    must(attempt === (life?.attempts ?? 0) + 1, 'attempts are numbered');
    const since = life?.since ?? now;
    must(now - since <= policy.pushTtlSeconds * 1000, 'no attempt later than the time to live');
    this.lives.set(pushId, { registrationId, state: 'in-flight', since, attempts: attempt, isUntold: false });
  }

  private waits({ pushId, registrationId, kind, dueAt, tries }: Of<'open-window'>['window'], facts: Facts) {
    const life = this.lives.get(pushId);
    must(life?.state !== 'over', 'nothing waits that is over');
    must((life?.state === 'in-flight') === (kind === 'retry'), 'only what was made is tried again');
    must(life === undefined || life.attempts === tries.made, 'attempts are counted');
    must(life?.state !== 'waiting' || kind === 'app-server', 'what waits may only come to wait for room');
    const since = life?.since ?? (kind === 'app-server' ? facts.now : dueAt);
    const attempts = life?.attempts ?? 0;
    this.lives.set(pushId, { registrationId, state: 'waiting', since, attempts, isUntold: false });
  }

  private closed({ pushId, isGivenUp, settled }: Of<'close-window'>): void {
    const life = this.lives.get(pushId);
    must(life?.state === 'waiting', 'only what waits is given up');
    const by = settled?.end.by ?? null;
    const newer = by === null ? undefined : this.lives.get(by);
    must(isGivenUp === (by === null), 'a push is given up, or a newer one tells what it was for');
    if (by !== null)
      must(
        newer?.registrationId === life?.registrationId && newer?.state !== 'over',
        'a newer push that supersedes is for the same registration and not over',
      );
    must(life?.attempts === 0 || settled !== null, 'what was tried has an outcome');
    this.end(pushId, isGivenUp);
  }

  private end(pushId: string, isUntold: boolean): void {
    const life = this.lives.get(pushId);
    // A late answer brings back no mark.
    if (life !== undefined)
      this.lives.set(pushId, { ...life, state: 'over', isUntold: life.isUntold || isUntold });
  }
}
