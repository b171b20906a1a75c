/** Pushes were lost, doubled, or came out of nothing. */
export class WrongPushesError extends Error {
  override readonly name = 'WrongPushesError';
}

/** A push that has to come. */
interface Awaited {
  readonly since: number;
  readonly isTimed: boolean;
}

/** Which pushes have to come, which may, and which did, by node. Instants are in ms of one clock. */
export class ExpectedPushes {
  readonly #awaited = new Map<string, Awaited[]>();
  readonly #allowed = new Map<string, number>();
  #awaitedCount = 0;
  #arrivedCount = 0;
  #surplus = 0;
  #delaysMs: number[] = [];

  /** Pushes that have to come and have not yet. */
  get awaitedCount(): number {
    return this.#awaitedCount;
  }

  /** Pushes that have come and had to or were allowed to. */
  get arrivedCount(): number {
    return this.#arrivedCount;
  }

  /** A message is on its way to the account with this node: one push has to come. */
  expect(node: string, awaited: Awaited): void {
    const earlier = this.#awaited.get(node) ?? [];
    this.#awaited.set(node, [...earlier, awaited]);
    this.#awaitedCount += 1;
  }

  /** A message is on its way that others' pushes tell of, as long as the servers keep up: one push may come. */
  allow(node: string): void {
    this.#allowed.set(node, this.#allowedFor(node) + 1);
  }

  /** A push came. Messages to one account are pushed in their order, so it is for the oldest one. */
  settle(node: string, instant: number): void {
    const awaited = this.#awaited.get(node)?.shift();
    if (awaited === undefined) return this.#settleUnawaited(node);
    this.#awaitedCount -= 1;
    this.#arrivedCount += 1;
    if (awaited.isTimed) this.#delaysMs.push(instant - awaited.since);
  }

  /** From message to push, one for each timed push since the last call, in milliseconds. */
  takeDelaysMs(): readonly number[] {
    const delaysMs = this.#delaysMs;
    this.#delaysMs = [];
    return delaysMs;
  }

  /** Throws WrongPushesError where a push is missing or came too often. */
  check(): void {
    if (this.#awaitedCount === 0 && this.#surplus === 0) return;
    const figures = `${this.#awaitedCount} pushes are missing, ${this.#surplus} came too often`;
    throw new WrongPushesError(figures);
  }

  #settleUnawaited(node: string): void {
    const allowed = this.#allowedFor(node);
    if (allowed === 0) {
      this.#surplus += 1;
      return;
    }
    this.#allowed.set(node, allowed - 1);
    this.#arrivedCount += 1;
  }

  #allowedFor(node: string): number {
    return this.#allowed.get(node) ?? 0;
  }
}
