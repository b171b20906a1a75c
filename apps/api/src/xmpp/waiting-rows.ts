import type { Action, Mark, Window } from '@bellhop/push-core';
import { ofKind } from './of-kind.js';

/** What one input changes about pushes that wait, and about which stanzas have been told. */
export interface WaitingRows {
  readonly marks: readonly (Mark & { readonly account: string; readonly expiresAt: Date })[];
  readonly opened: readonly (Window & { readonly account: string; readonly eventId: string })[];
  readonly postponed: readonly { readonly pushId: string; readonly dueAt: number }[];
  /** Made, or given up. */
  readonly closed: readonly {
    readonly account: string;
    readonly pushId: string;
    readonly isGivenUp: boolean;
  }[];
}

export const NO_WAITING_ROWS: WaitingRows = { marks: [], opened: [], postponed: [], closed: [] };

/** `eventId`: the row of the event that the actions are about. */
export function toWaitingRows(actions: readonly Action[], eventId: string | null): WaitingRows {
  return {
    marks: ofKind(actions, 'mark').map(({ account, mark, expiresAt }) => ({
      ...mark,
      account,
      expiresAt: new Date(expiresAt),
    })),
    opened: ofKind(actions, 'open-window').flatMap(({ account, window }) =>
      eventId === null ? [] : [{ ...window, account, eventId }],
    ),
    postponed: ofKind(actions, 'postpone-window'),
    closed: ofKind(actions, 'close-window'),
  };
}
