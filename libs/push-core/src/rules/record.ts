import type { Action } from '../action.js';

type Record = Extract<Action, { kind: 'record' }>;

/** A record of which only the given parts say something. */
export function record(parts: Partial<Omit<Record, 'kind'>>): Action {
  return {
    kind: 'record',
    importance: null,
    reason: null,
    detail: null,
    sender: null,
    decisions: [],
    ...parts,
  };
}
