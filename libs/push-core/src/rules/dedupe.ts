import type { Action, Importance } from '../action.js';
import type { Facts, Mark, Registration } from '../facts.js';
import type { StanzaInput } from '../input.js';

const MARK_SECONDS = 600;

/**
 * The mark of a push that has told the device of this stanza already. A stanza may be seen at several places, each
 * time as another object; it is recognised by its `ref` or by the id that the archive gave it. A push that said
 * "unimportant" does not stand for one that says "important".
 */
export function findMark(
  { id }: Registration,
  { ref, archive }: StanzaInput,
  importance: Importance,
  marks: readonly Mark[],
): Mark | undefined {
  return marks.find(
    (mark) =>
      mark.registrationId === id &&
      (mark.ref === ref || (archive !== null && mark.archive === archive)) &&
      (mark.importance === 'important' || mark.importance === importance),
  );
}

/** Remembers that a push tells the device of this stanza. */
export function markTold(
  input: StanzaInput,
  mark: Pick<Mark, 'registrationId' | 'pushId' | 'importance'>,
  facts: Facts,
): Action {
  const { account, ref, archive } = input;
  const expiresAt = facts.now + rememberedSeconds(input, facts) * 1000;
  return { kind: 'mark', account, mark: { ...mark, ref, archive }, expiresAt };
}

/** A session that is held may give its stanzas back when its time is over: then they come once more, as offline. */
function rememberedSeconds({ live }: StanzaInput, { policy }: Facts): number {
  return live.some(({ isHeld }) => isHeld) ? policy.maxHibernationSeconds + MARK_SECONDS : MARK_SECONDS;
}
