import type { AuditFaultKind, AuditVerification } from '@bellhop/api/contract';
import type { Tone } from '../../reasons.js';

interface VerificationWords {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly nextStep: string | null;
}

/** What each fault of a chain means. */
export const FAULT_WORDS: Readonly<Record<AuditFaultKind, string>> = {
  'wrong-row': 'This entry was changed after it was written, or one was put in before it.',
  'missing-row': 'An entry that has to be here is missing.',
  'wrong-head': 'The end of the log is not where it was when the last entry was written.',
  truncated: 'Entries at the end were cut off: a signed checkpoint lies beyond them.',
  'wrong-checkpoint': 'The entries up to here were written anew: a checkpoint was signed over others.',
  'wrong-signature': 'The signature of a checkpoint is not right.',
  'foreign-key': 'A checkpoint was signed with another key than the one of this Bellhop.',
};

/** What verifying an audit log showed, in plain words. */
export function verificationWords(verification: AuditVerification): VerificationWords {
  const { isIntact, rows, head, fault } = verification;
  if (!isIntact) {
    const at = fault === null ? '' : ` at entry ${countText(fault.position)}`;
    const meaning = fault === null ? '' : `${FAULT_WORDS[fault.kind]} `;
    return {
      tone: 'bad',
      title: `The log is not as it was written${at}`,
      text: `${meaning}The ${countText(rows)} entries before it are as they were written.`,
      nextStep: NEXT_STEP,
    };
  }
  if (head === null) {
    return { tone: 'quiet', title: 'Nothing to verify', text: 'The log has no entry yet.', nextStep: null };
  }
  return {
    tone: 'good',
    title: 'The log is as it was written',
    text: `All ${countText(rows)} entries follow from one another, up to entry ${countText(head.position)}. ${checkpointsText(verification)}`,
    nextStep: null,
  };
}

const NEXT_STEP =
  'Keep an export and a backup of the database as they are, and find out who had access to the database.';

function checkpointsText({ checkpoints }: AuditVerification): string {
  if (checkpoints === 0) return 'There is no signed checkpoint yet to compare them with.';
  if (checkpoints === 1) return 'The one signed checkpoint says the same.';
  return `All ${countText(checkpoints)} signed checkpoints say the same.`;
}

function countText(count: number): string {
  return count.toLocaleString('en-GB');
}
