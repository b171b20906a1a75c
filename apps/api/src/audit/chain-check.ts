import type { AuditFaultKind, AuditVerification } from '../contract.js';
import type { AuditKey } from './audit-key.js';
import { hashAfter } from './chain.js';
import type { ChainRow, Checkpoint, Head } from './chain.js';

type Fault = NonNullable<AuditVerification['fault']>;

/** What the database says of a chain, besides its rows, at one instant. */
export interface ChainState {
  readonly head: Head;
  /** The positions of the last row and the last checkpoint; 0: none. */
  readonly lastRow: number;
  readonly lastSigned: number;
}

/** Recomputes a chain, row by row from `start` on, and compares it with its checkpoints. It stops at the first fault. */
export class ChainCheck {
  fault: Fault | null = null;
  checkpoints = 0;

  constructor(
    private readonly chainId: string,
    private readonly key: AuditKey,
    private last: Head,
  ) {}

  /** The position up to which all is as it should be. */
  get position(): number {
    return this.last.position;
  }

  /** The rows that come next, with the checkpoints of their positions. */
  take(rows: readonly ChainRow[], checkpoints: readonly Checkpoint[]): void {
    const byPosition = new Map(checkpoints.map((checkpoint) => [checkpoint.position, checkpoint]));
    for (const row of rows) {
      if (this.fault === null) this.#takeRow(row);
      const checkpoint = byPosition.get(row.position);
      if (this.fault === null && checkpoint !== undefined) this.takeCheckpoint(checkpoint);
    }
  }

  /** After the row that it is about. */
  takeCheckpoint(checkpoint: Checkpoint): void {
    if (checkpoint.keyId !== this.key.id) this.#fail('foreign-key', checkpoint.position);
    else if (!this.key.hasSigned(this.chainId, checkpoint))
      this.#fail('wrong-signature', checkpoint.position);
    else if (!checkpoint.hash.equals(this.last.hash)) this.#fail('wrong-checkpoint', checkpoint.position);
    else this.checkpoints += 1;
  }

  /** After the last row: whether they end where the chain does. */
  end({ head, lastRow, lastSigned }: ChainState): void {
    if (this.fault !== null) return;
    if (lastSigned > head.position) this.#fail('truncated', head.position + 1);
    else if (this.position < head.position) this.#fail('missing-row', this.position + 1);
    else if (lastRow !== head.position || !head.hash.equals(this.last.hash))
      this.#fail('wrong-head', head.position);
  }

  #takeRow(row: ChainRow): void {
    if (row.position !== this.position + 1) this.#fail('missing-row', this.position + 1);
    else if (!row.hash.equals(hashAfter(this.last, row))) this.#fail('wrong-row', row.position);
    else this.last = row;
  }

  #fail(kind: AuditFaultKind, position: number): void {
    this.fault = { kind, position, message: MESSAGES[kind](position) };
  }
}

const MESSAGES: Readonly<Record<AuditFaultKind, (position: number) => string>> = {
  'wrong-row': (position) =>
    `Row ${position} is not the one that was put down: it was changed, or the row before it was.`,
  'missing-row': (position) => `Row ${position} is missing.`,
  'wrong-head': (position) => `The chain says that it ends with row ${position}, and its rows say otherwise.`,
  truncated: (position) => `Rows from ${position} on are missing: a checkpoint shows that there were more.`,
  'wrong-checkpoint': (position) =>
    `The rows up to ${position} are not those that were signed: they were written anew.`,
  'wrong-signature': (position) => `The signature of the checkpoint at row ${position} is wrong.`,
  'foreign-key': (position) =>
    `The checkpoint at row ${position} was signed with another key than Bellhop’s.`,
};
