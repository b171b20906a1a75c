import type { Action } from '@bellhop/push-core';

/** The actions of one kind, in their order. */
export function ofKind<K extends Action['kind']>(
  actions: readonly Action[],
  kind: K,
): Extract<Action, { kind: K }>[] {
  return actions.filter((action): action is Extract<Action, { kind: K }> => action.kind === kind);
}
