import { decide } from '@bellhop/push-core';
import type {
  Action,
  AskedInput,
  EventInput,
  PublishTimeoutInput,
  Unreadable,
  WindowDueInput,
} from '@bellhop/push-core';
import type { EventName, FactBook } from './fact-book.js';
import { toLogRows, unreadableRows } from './log-rows.js';
import type { LogRows } from './log-rows.js';
import { ofKind } from './of-kind.js';
import type { Publish } from './publish-sender.js';

export type BatchInput = EventInput | PublishTimeoutInput | WindowDueInput | AskedInput | Unreadable;

/** What one event led to: the rows to commit and the publishes to send. */
export interface Decided {
  readonly actions: readonly Action[];
  readonly rows: LogRows;
  readonly publishes: readonly Publish[];
}

/**
 * Decides inputs in their order; each sees what the ones before it did. `nameOf`: names the input at an index if it may
 * come again (`FactBook.factsFor`).
 */
export function decideBatch(
  inputs: readonly BatchInput[],
  book: FactBook,
  nameOf: (index: number) => EventName | null = () => null,
): readonly Decided[] {
  return inputs.map((input, index) => {
    if (input.kind === 'unreadable') return asUnreadable(input.why);
    const actions = decide(input, book.factsFor(input, nameOf(index)));
    const rows = toLogRows(input, actions, book);
    book.apply(actions, rows.pushes);
    return { actions, rows, publishes: ofKind(actions, 'publish') };
  });
}

/** For an event that could not be read or stored. */
export function asUnreadable(why: string): Decided {
  return { actions: [], rows: unreadableRows(why), publishes: [] };
}
