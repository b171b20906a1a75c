import type { Publish } from '../../harness/app-server.js';
import { comparable } from '../comparable.js';
import type { Side } from '../side.js';
import type { Sides } from '../sides.js';
import type { Action, NodeName } from './action.js';
import { describeAction, NODES } from './action.js';
import { Actor } from './actor.js';
import type { Unmatched } from './known-mistakes.js';
import { KNOWN_MISTAKES } from './known-mistakes.js';
import { BATCH_OVER_SECONDS, BEFORE_BATCH_OVER_MS, BEFORE_OWED_MS, OWED_OVER_SECONDS } from './limits.js';
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

/** Plays a history on both sides at the same time and compares what reaches the app server after each action. */
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

  /** False when there is nothing more to find out. */
  async perform(action: Action): Promise<boolean> {
    if (!this.#model.isPossible(action)) return true;
    if (action.kind === 'pause') return await this.#pause();
    if (this.#elapsedMs > this.#patienceMs && !(await this.#pause())) return false;
    this.#busySince ??= performance.now();
    // A request may overtake what the chat server has told Bellhop of.
    if (action.kind === 'enable' || action.kind === 'disable') await this.#settle('published');
    await Promise.all(this.#actors.map((actor) => actor.perform(action)));
    return await this.#look(action, 0);
  }

  async end(): Promise<void> {
    await Promise.all(this.#actors.map((actor) => actor.end()));
  }

  /** With an acknowledgement withheld, time that passes is time in which it is owed. */
  async #pause(): Promise<boolean> {
    const isOwed = this.#model.isOwed;
    if (!isOwed && !this.#model.isBusy && this.#busySince === null) return true;
    const seconds = isOwed ? OWED_OVER_SECONDS : BATCH_OVER_SECONDS;
    this.#busySince = null;
    return await this.#look({ kind: 'pause', until: isOwed ? 'owed' : 'batch' }, seconds);
  }

  /** Waits until what was going to follow has followed, and compares. */
  async #look(action: Action, seconds: number): Promise<boolean> {
    const { original, second } = this.sides;
    await Promise.all([original, second].map((side) => side.passFence(this.lane, seconds)));
    if (seconds > 0) await this.#settle('all');
    if (seconds === 0 && this.#isLate) return !(this.#isInconclusive = true);
    if (seconds === 0 && !this.#model.isBusy) this.#busySince = null;
    this.#model.apply(action);
    this.#done.push(describeAction(action));
    for (const node of NODES) this.#compare(node, action);
    if (seconds > 0) this.#model.forgetStale();
    return this.#unlisted === null;
  }

  async #settle(which: 'all' | 'published'): Promise<void> {
    const { original, second } = this.sides;
    const [ours, theirs] = this.#actors;
    await Promise.all([original.settle(ours.account, which), second.settle(theirs.account, which)]);
  }

  get #elapsedMs(): number {
    return this.#busySince === null ? 0 : performance.now() - this.#busySince;
  }

  get #patienceMs(): number {
    return this.#model.isOwed ? BEFORE_OWED_MS : BEFORE_BATCH_OVER_MS;
  }

  /** A timer may have gone off on one side before the action and on the other after it. */
  get #isLate(): boolean {
    return this.#model.isBusy && this.#elapsedMs > this.#patienceMs + GRACE_MS;
  }

  #compare(node: NodeName, action: Action): void {
    const [ours, theirs] = this.#actors.map((actor, index) => {
      const side = index === 0 ? this.sides.original : this.sides.second;
      return side.collect(actor.node(node)).map((publish) => toLine(publish, side));
    }) as [string[], string[]];
    this.#model.countAnswers(this.#model.original, node, ours.length);
    this.#model.countAnswers(this.#model.second, node, theirs.length);
    const unmatched = [...without(ours, theirs, 'original', node), ...without(theirs, ours, 'second', node)];
    this.#equal += ours.length - unmatched.filter(({ side }) => side === 'original').length;
    for (const publish of unmatched) this.#account(publish, action, { ours, theirs });
    this.#markTold(node, ours.length + theirs.length > 0);
  }

  #account(publish: Unmatched, action: Action, published: Published): void {
    const mistake = KNOWN_MISTAKES.find((known) => known.accountsFor(publish, this.#model, action));
    if (mistake) this.#byRow.set(mistake.row, (this.#byRow.get(mistake.row) ?? 0) + 1);
    else this.#unlisted ??= this.#report(publish, published);
  }

  #report({ node, side }: Unmatched, { ours, theirs }: Published): string {
    const show = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join('\n') || '    nothing';
    return [
      ...this.#done.map((line, index) => `${index + 1}. ${line}`),
      `after which ${node} got, on ${side} only, what no listed case accounts for:`,
      `  the original published\n${show(ours)}`,
      `  Bellhop published\n${show(theirs)}`,
    ].join('\n');
  }

  #markTold(node: NodeName, isTold: boolean): void {
    if (!isTold) return;
    const model = this.#model;
    const holders = model.live.filter(({ bound }) => bound === node);
    for (const sent of [...model.current, ...holders.flatMap(({ queue, stale }) => [...queue, ...stale])])
      sent.told.add(node);
  }
}

/** What each side published for one registration after one action. */
interface Published {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

const GRACE_MS = 300;

function toLine(publish: Publish, side: Side): string {
  return comparable(publish.xml, new Map([[side.domain, 'tenant.example']]));
}

/** The lines of `some` that `others` do not have, as often as they are missing. */
function without(
  some: readonly string[],
  others: readonly string[],
  side: Unmatched['side'],
  node: NodeName,
): readonly Unmatched[] {
  const left = [...others];
  const missing = some.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return missing.map((line) => ({ side, node, isImportant: line.includes('New Message!') }));
}
