import type { Action } from '../../src/index.js';

export type Of<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>;

/** Fails with the rule that was broken. */
export function must(isKept: boolean, rule: string): void {
  if (!isKept) throw new Error(`broken: ${rule}`);
}

/** The actions of one kind. */
export function of<Kind extends Action['kind']>(actions: readonly Action[], kind: Kind): readonly Of<Kind>[] {
  return actions.filter((action): action is Of<Kind> => action.kind === kind);
}
