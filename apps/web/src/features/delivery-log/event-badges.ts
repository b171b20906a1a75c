import type { DecisionDto, EventDto } from '@bellhop/api/contract';
import { OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import type { Tone } from '../../reasons.js';
import { OUTCOME_BADGES } from './outcome-words.js';
import { fateOf } from './push-fate.js';

interface EventBadge {
  readonly key: string;
  readonly tone: Tone;
  readonly word: string;
}

const ABOUT_PUSHES: ReadonlySet<EventDto['kind']> = new Set([
  'offline',
  'groupchat',
  'archived',
  'hibernation',
  'queued',
  'unacked',
  'ping',
  'test-push',
  'resend',
  'window',
]);

/** One badge per decision; for an event that is about none, one that says what it was. */
export function badgesOf({ kind, reason, decisions }: EventDto): readonly EventBadge[] {
  if (ABOUT_PUSHES.has(kind) && decisions.length > 0) {
    return decisions
      .filter((decision) => decision.reason !== 'came-back')
      .map((decision, index) => ({ key: `${index}`, ...badgeOf(decision) }));
  }
  const named = reason === 'session-state' ? (decisions[0]?.reason ?? reason) : reason;
  if (named === null) return [];
  const { tone, title } = REASON_WORDS[named];
  return [{ key: named, tone, word: title }];
}

function badgeOf(decision: DecisionDto): Omit<EventBadge, 'key'> {
  const fate = fateOf(decision);
  switch (fate.kind) {
    case 'made': {
      const { outcome } = fate.push;
      return { tone: OUTCOME_WORDS[outcome].tone, word: OUTCOME_BADGES[outcome] };
    }
    case 'waits':
      return { tone: 'calm', word: 'To be pushed' };
    case 'given-up':
    case 'none':
      return { tone: 'quiet', word: 'Not pushed' };
  }
}
