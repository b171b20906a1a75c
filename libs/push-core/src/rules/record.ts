import type { Action } from '../action.js';

type RecordAction = Extract<Action, { kind: 'record' }>;

/** A record of which only the given parts say something. */
export function record(parts: Partial<Omit<RecordAction, 'kind'>>): Action {
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
