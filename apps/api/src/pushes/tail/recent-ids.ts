/** How far back rows are looked for whose transaction took long, in µs. */
export const LONG_LOOK_BACK = 30_000_000n;

/**
 * Which events have been seen, as far back as any is looked for again. Transactions end in another order than they
 * began in, so an event may turn up after one that is younger.
 */
export class RecentIds {
  readonly #micros = new Map<string, bigint>();
  #newest: bigint;

  constructor(nowMicros: string) {
    this.#newest = BigInt(nowMicros);
  }

  add(id: string, micros: string): void {
    const recorded = BigInt(micros);
    this.#micros.set(id, recorded);
    if (recorded > this.#newest) this.#newest = recorded;
  }

  /** The instant so many µs before the newest event. */
  before(lookBack: bigint): string {
    return String(this.#newest - lookBack);
  }

  /** Of events recorded after an instant. */
  since(micros: string): string[] {
    const from = BigInt(micros);
    return [...this.#micros].flatMap(([id, recorded]) => (recorded > from ? id : []));
  }

  has(id: string): boolean {
    return this.#micros.has(id);
  }

  forgetOld(): void {
    const from = this.#newest - LONG_LOOK_BACK;
    for (const [id, recorded] of this.#micros) if (recorded <= from) this.#micros.delete(id);
  }
}
