import type { Sides } from '../sides.js';
import type { Action } from './action.js';
import { describeAction, NODES } from './action.js';
import { Actor } from './actor.js';
import type { Burst } from './burst.js';
import { isImportantLine, toLine, unmatchedOf } from './burst.js';
import type { Unmatched } from './known-mistakes.js';
import { mistakeBehind } from './known-mistakes.js';
import { BATCH_OVER_SECONDS, BEFORE_BATCH, BEFORE_OWED, OWED_OVER_SECONDS } from './limits.js';
import { Model } from './model.js';

/** What a history showed. */
export interface Outcome {
  /** Publishes that were the same on both sides. */
  readonly equal: number;
  /** Publishes on one side only, by the row of the mistake that accounts for them. */
  readonly byRow: ReadonlyMap<number, number>;
  /** The first difference that no known mistake accounts for, with all that led to it. */
  readonly unlisted: string | null;
  /** The machine was too slow to say anything about order; nothing was compared from there on. */
  readonly isInconclusive: boolean;
}

/** Plays a history on both sides at the same time and compares what reaches the app server. */
export async function play(
  sides: Sides,
  actions: readonly Action[],
  user: string,
  lane: number,
): Promise<Outcome> {
  const game = new Game(sides, user, lane);
  try {
    for (const action of [...actions, END]) {
      if (!(await game.perform(action))) break;
    }
    return game.outcome;
  } finally {
    await game.end();
  }
}

/** What still waits is pushed. */
const END: Action = { kind: 'pause' };

class Game {
  readonly #model = new Model();
  readonly #actors: readonly [Actor, Actor];
  readonly #done: string[] = [];
  readonly #byRow = new Map<number, number>();
  #equal = 0;
  #unlisted: string | null = null;
  #isInconclusive = false;
  /** Since when timers of the chat server may be running; null: none. */
  #busySince: number | null = null;

  constructor(
    private readonly sides: Sides,
    user: string,
    private readonly lane: number,
  ) {
    this.#actors = [new Actor(sides.original, user), new Actor(sides.second, user)];
  }

  get outcome(): Outcome {
    return {
      equal: this.#equal,
      byRow: this.#byRow,
      unlisted: this.#unlisted,
      isInconclusive: this.#isInconclusive,
    };
  }

  /**
   * Carries an action out. While timers run what follows is done at once, and sides are compared at the next pause.
   * False when there is nothing more to find out.
   */
  async perform(asked: Action): Promise<boolean> {
    const action = this.#simplify(asked);
    if (!this.#model.isPossible(action)) return true;
    if (action.kind === 'pause') return await this.#pause();
    if (this.#elapsedMs > this.#span.beginMs && !(await this.#pause())) return false;
    const begunAt = performance.now();
    if (isRequest(action)) await this.#awaitDecisions();
    await Promise.all(this.#actors.map((actor) => actor.perform(action)));
    this.#model.apply(action);
    this.#done.push(describeAction(action));
    if (this.#model.hasQueued) this.#busySince ??= begunAt;
    if (this.#busySince === null) return await this.#look(0);
    // Bellhop learns of it a moment later than the original does; both must have before a timer goes off.
    await this.sides.second.passFence(this.lane);
    this.#isInconclusive = this.#elapsedMs > this.#span.endMs;
    return !this.#isInconclusive;
  }

  async end(): Promise<void> {
    await Promise.all(this.#actors.map((actor) => actor.end()));
  }

  /** Answers with errors may cross pushes that are on their way: then it takes one push at a time to count alike. */
  #simplify(action: Action): Action {
    if (action.kind !== 'messages' || ![...this.#model.answers.values()].includes('cancel')) return action;
    return { ...action, shapes: action.shapes.slice(0, 1) };
  }

  /** With an acknowledgement withheld, time that passes is time in which it is owed. */
  async #pause(): Promise<boolean> {
    if (this.#busySince === null) return true;
    this.#busySince = null;
    const isOwed = this.#model.isOwed;
    this.#model.apply({ kind: 'pause', until: isOwed ? 'owed' : 'batch' });
    this.#done.push(`pause until pushes that wait${isOwed ? ', or are owed,' : ''} have been made`);
    return await this.#look(isOwed ? OWED_OVER_SECONDS : BATCH_OVER_SECONDS);
  }

  /** Waits until what was going to follow has followed, and compares. */
  async #look(seconds: number): Promise<boolean> {
    const { original, second } = this.sides;
    await Promise.all([original, second].map((side) => side.passFence(this.lane, seconds)));
    if (seconds > 0) await this.#settle('all');
    for (const node of NODES) {
      const [ours, theirs] = this.#actors;
      const collect = (side: typeof original, actor: Actor) =>
        side.collect(actor.node(node)).map((publish) => toLine(publish, side));
      this.#compare({ node, original: collect(original, ours), second: collect(second, theirs) });
    }
    this.#model.beginAnew(seconds > 0);
    return this.#unlisted === null;
  }

  /** A request may overtake what the chat server has told Bellhop of. */
  async #awaitDecisions(): Promise<void> {
    await this.sides.second.passFence(this.lane);
    await this.#settle('published');
  }

  async #settle(which: 'all' | 'published'): Promise<void> {
    const { original, second } = this.sides;
    const [ours, theirs] = this.#actors;
    await Promise.all([original.settle(ours.account, which), second.settle(theirs.account, which)]);
  }

  get #elapsedMs(): number {
    return this.#busySince === null ? 0 : performance.now() - this.#busySince;
  }

  get #span(): typeof BEFORE_BATCH {
    const isBatch = this.#model.live.some(({ state }) => state === 'hibernating');
    return this.#model.isOwed && !isBatch ? BEFORE_OWED : BEFORE_BATCH;
  }

  #compare(burst: Burst): void {
    const { node, original, second } = burst;
    const unmatched = unmatchedOf(burst);
    this.#equal += original.length - unmatched.filter(({ side }) => side === 'original').length;
    this.#model.countAnswers(this.#model.original, node, original.length);
    this.#model.countAnswers(this.#model.second, node, second.length);
    for (const publish of unmatched) this.#account(publish, burst);
    this.#model.markTold(
      node,
      second.some(isImportantLine),
      second.some((line) => !isImportantLine(line)),
    );
  }

  #account(publish: Unmatched, burst: Burst): void {
    const mistake = mistakeBehind(publish, this.#model);
    if (mistake) this.#byRow.set(mistake.row, (this.#byRow.get(mistake.row) ?? 0) + 1);
    else this.#unlisted ??= this.#report(publish, burst);
  }

  #report({ node, side, isImportant }: Unmatched, { original, second }: Burst): string {
    const show = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join('\n') || '    nothing';
    return [
      ...this.#done.map((line, index) => `${index + 1}. ${line}`),
      `Then there is ${isImportant ? 'an important' : 'an unimportant'} push for ${node} that no listed case accounts for, on one side only: ${side}.`,
      `  Since the last comparison the original published\n${show(original)}`,
      `  and Bellhop\n${show(second)}`,
    ].join('\n');
  }
}

function isRequest({ kind }: Action): boolean {
  return kind === 'enable' || kind === 'disable';
}
