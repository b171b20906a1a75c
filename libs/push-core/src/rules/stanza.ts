import type { Action, Importance } from '../action.js';
import type { Facts, Registration, WindowKind } from '../facts.js';
import type { StanzaInput } from '../input.js';
import { isAllowed } from './app-server-lists.js';
import { isTooOld } from './backlog.js';
import { agreeOnHolds } from './bindings.js';
import { findMark, markTold } from './dedupe.js';
import { isImportant } from './importance.js';
import { record } from './record.js';
import { summarize } from './summary.js';
import { isNeverPushed, pushReason, reasonNotFor } from './targets.js';
import { timePush } from './timing.js';
import { carryOut, decisionsOf, judgeAll, type Judged, type Verdict } from './verdict.js';
import { cameBack, showsAwake } from './waiting.js';

/** A stanza that its addressee did not get on a working session: wake the devices it is for. */
export function decideStanza(input: StanzaInput, facts: Facts): readonly Action[] {
  const summary = summarize(input.skeleton, facts.policy);
  const importance = isImportant(input.skeleton) ? 'important' : 'unimportant';
  const described = { importance, sender: summary.sender } as const;
  const holds = agreeOnHolds(input.account, input.live, facts);
  if (facts.registrations.length === 0)
    return [...holds, record({ ...described, reason: 'no-registration' })];
  const back = cameBack(input.account, facts, showsAwake(input.live, facts));
  const judged = judgeAll(back.facts, importance, (registration) =>
    judge(registration, input, importance, back.facts),
  );
  return [
    ...back.actions,
    ...carryOut({ ...input, importance, summary }, judged, facts),
    ...marksOf(input, importance, judged, facts),
    ...releaseOf(input, importance, judged),
    ...holds,
    record({
      ...described,
      reason: isNeverPushed(input) ? 'type-never-pushed' : null,
      decisions: [...decisionsOf(judged), ...back.decisions],
    }),
  ];
}

/** The checks in order; the first that says why not decides. */
function judge(
  registration: Registration,
  input: StanzaInput,
  importance: Importance,
  facts: Facts,
): Verdict {
  const { policy } = facts;
  const none = (reason: Verdict['reason']): Verdict => ({ kind: 'none', reason });
  if (isNeverPushed(input)) return none('type-never-pushed');
  const notFor = reasonNotFor(registration, input, facts);
  if (notFor !== null) return none(notFor);
  if (!isAllowed(registration.appServer, policy)) return none('app-server-not-allowed');
  if (importance === 'unimportant' && policy.notifyOn === 'important') return none('unimportant');
  const mark = findMark(registration, input, importance, facts.marks);
  if (mark !== undefined) return { kind: 'told', reason: 'duplicate', pushId: mark.pushId };
  if (isTooOld(input, facts)) return none('too-old');
  return verdictOf(timePush(input, registration, importance, facts), input);
}

function verdictOf(timing: ReturnType<typeof timePush>, input: StanzaInput): Verdict {
  switch (timing.kind) {
    case 'now':
      return { kind: 'push', reason: pushReason(input) };
    case 'wait':
      return { kind: 'wait', reason: waitReason(timing.window.kind, input), window: timing.window };
    case 'told':
      return timing;
    case 'never':
      return { kind: 'none', reason: timing.reason };
  }
}

function waitReason(kind: WindowKind, input: StanzaInput): Verdict['reason'] {
  if (kind === 'merge') return 'merged';
  return kind === 'backlog' ? 'backlog' : pushReason(input);
}

function marksOf(
  input: StanzaInput,
  importance: Importance,
  judged: readonly Judged[],
  facts: Facts,
): readonly Action[] {
  return judged.flatMap(({ registration, verdict, pushId }) =>
    pushId === null || verdict.reason === 'duplicate'
      ? []
      : [markTold(input, { registrationId: registration.id, pushId, importance }, facts)],
  );
}

/** The first important push of a hibernation ends the longer wait: from here on the phone has the usual time. */
function releaseOf(
  { account, sid }: StanzaInput,
  importance: Importance,
  judged: readonly Judged[],
): readonly Action[] {
  const isPushed = judged.some(({ verdict }) => verdict.kind === 'push');
  if (sid === null || importance !== 'important' || !isPushed) return [];
  return [{ kind: 'release-session', account, sid, isForgotten: false }];
}
