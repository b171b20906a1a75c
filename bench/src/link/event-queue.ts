/** docs/link.md row 3: what Bellhop asks for when it opens a link. */
const MOST_EVENTS = 100;
const MOST_BYTES = 131_072;

/** Events of one adapter that have not been handed over yet, the oldest first, with those that may wait at the end. */
export class EventQueue {
  #events: string[] = [];
  #patient = 0;

  get length(): number {
    return this.#events.length;
  }

  /** An event that goes out as soon as possible, and what waits before it along with it. */
  add(event: string): void {
    this.#events.push(event);
    this.#patient = 0;
  }

  /** An event that wakes nobody: it may wait for company. */
  addPatient(event: string): void {
    this.#events.push(event);
    this.#patient += 1;
  }

  /** Nothing waits for company any longer. */
  hurry(): void {
    this.#patient = 0;
  }

  /** The next batch; null while there is no need for one. `isIdle`: no batch is in flight. */
  takeBatch(isIdle: boolean): readonly string[] | null {
    const isUrgent = isIdle && this.#events.length > this.#patient;
    if (!isUrgent && this.#events.length < MOST_EVENTS) return null;
    const batch = this.#events.splice(0, this.#sizeOfBatch());
    this.#patient = Math.min(this.#patient, this.#events.length);
    return batch;
  }

  #sizeOfBatch(): number {
    let [count, bytes] = [0, 0];
    for (const event of this.#events.slice(0, MOST_EVENTS)) {
      bytes += Buffer.byteLength(event);
      if (count > 0 && bytes > MOST_BYTES) break;
      count += 1;
    }
    return count;
  }
}
