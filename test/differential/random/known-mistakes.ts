import type { Action, NodeName } from './action.js';
import type { Model, Sent } from './model.js';
import { CALL, isImportant, NEWER_ENCRYPTION } from './shapes.js';

/** A publish that only one side made since sides were compared last. */
export interface Unmatched {
  readonly side: 'original' | 'second';
  readonly node: NodeName;
  readonly isImportant: boolean;
  /** The other side made one of the same importance instead, with other options. */
  readonly differsInOptions: boolean;
  /** The other side made one of the same importance instead, and more than the options differs. */
  readonly differsOtherwise: boolean;
}

/** A mistake of the original that Bellhop does not repeat: its row in the table of cases, and when it shows. */
export interface KnownMistake {
  readonly row: number;
  /** The unmatched publish is one that the mistake accounts for. */
  accountsFor(unmatched: Unmatched, model: Model): boolean;
  /** It may also show in options that are not the newest. */
  readonly hasOldOptions?: true;
}

/** The mistake that accounts for a publish; undefined where none does, or where it would have to be another one. */
export function mistakeBehind(unmatched: Unmatched, model: Model): KnownMistake | undefined {
  if (unmatched.differsOtherwise) return undefined;
  return KNOWN_MISTAKES.find(
    (known) =>
      (known.hasOldOptions === true || !unmatched.differsInOptions) && known.accountsFor(unmatched, model),
  );
}

/** Narrowest first: the first that accounts for a publish is the one counted. */
const KNOWN_MISTAKES: readonly KnownMistake[] = [
  {
    // The original takes newer encryption for unimportant.
    row: 41,
    accountsFor: ({ side, node, isImportant }, model) =>
      isImportant === (side === 'second') &&
      model.inPlay(node).some(({ shape }) => NEWER_ENCRYPTION.has(shape)),
  },
  {
    // The original goes on pushing to what another session disabled.
    row: 30,
    accountsFor: ({ side, node }, model) => side === 'original' && isBoundAfter(model, node, 'disabled'),
  },
  {
    // The original goes on pushing to what was one device too many.
    row: 33,
    accountsFor: ({ side, node }, model) => side === 'original' && isBoundAfter(model, node, 'evicted'),
  },
  {
    // The original does not forget errors when push is enabled again, so it removes earlier.
    row: 89,
    accountsFor: ({ side, node }, model) =>
      side === 'second' && model.ends.get(node) === 'errors' && !model.original.nodes.includes(node),
  },
  {
    // The original binds a registration to each session that enabled it, Bellhop to the newest.
    row: 98,
    accountsFor: ({ node }, model) => model.formerEnablers(node).length > 0,
    hasOldOptions: true,
  },
  {
    // The original forgets what a session enabled before its newest, and then all if it disables that.
    row: 99,
    accountsFor: ({ side, node }, model) => {
      const forgotten = model.enablers(node).filter(({ bound }) => bound !== node);
      if (side === 'second') return forgotten.some(({ bound }) => bound === null);
      return forgotten.length > 0 && model.actions.some(({ kind }) => ARCHIVED.has(kind));
    },
  },
  {
    // A call is pushed at once; the original pushes it again from the session's queue.
    row: 79,
    accountsFor: ({ side, node, isImportant }, model) =>
      side === 'original' && isImportant && model.inPlay(node).some(({ shape }) => shape === CALL),
  },
  {
    // The archive and the offline store each make the original push.
    row: 84,
    accountsFor: ({ side }, model) =>
      side === 'original' && model.live.length > 0 && model.live.every(({ isAvailable }) => !isAvailable),
  },
  {
    // What waited when a session came back is pushed by the original at its next hibernation.
    row: 71,
    accountsFor: ({ side, node }, model) =>
      side === 'original' && model.holders(node).some(({ stale }) => stale.length > 0),
  },
  {
    // The original forgets from one source to the next that a device has been told of a stanza.
    row: 73,
    accountsFor: (unmatched, model) => {
      const sent = ofImportance(unmatched, model);
      return unmatched.side === 'original' && sent.some(({ told }) => told.has(unmatched.node));
    },
  },
  {
    // The original looks once for what is owed; what comes after it is not pushed until the connection is lost.
    row: 72,
    accountsFor: ({ side, node }, model) =>
      side === 'second' && model.holders(node).some(({ hasOwedLong }) => hasOwedLong),
  },
];

/** Actions after which something may be in the archive of the account. */
const ARCHIVED: ReadonlySet<Action['kind']> = new Set(['messages', 'direct']);

function isBoundAfter(model: Model, node: NodeName, end: 'disabled' | 'evicted'): boolean {
  const isGone = !model.original.nodes.includes(node) && model.ends.get(node) === end;
  return isGone && model.holders(node).length > 0;
}

/** The stanzas that a push of this importance may be about. */
function ofImportance(unmatched: Unmatched, model: Model): readonly Sent[] {
  return model.inPlay(unmatched.node).filter(({ shape }) => isImportant(shape) === unmatched.isImportant);
}
