import { decision, push, registration } from '@bellhop/api/contract';
import { describe, expect, it } from 'vitest';
import { END_WORDS, OUTCOME_WORDS, REASON_WORDS, REMOVAL_WORDS } from './reasons.js';
import type { Explanation } from './reasons.js';

const lists = [
  { name: 'reason', closed: decision.shape.reason.options, words: REASON_WORDS },
  { name: 'outcome', closed: push.shape.outcome.options, words: OUTCOME_WORDS },
  { name: 'end reason', closed: push.shape.endReason.unwrap().options, words: END_WORDS },
  {
    name: 'removal reason',
    closed: registration.shape.removalReason.unwrap().options,
    words: REMOVAL_WORDS,
  },
] as const;

describe.each(lists)('the words for each $name', ({ closed, words }) => {
  const explanations: readonly (readonly [string, Explanation])[] = Object.entries(words);

  it('cover the closed list and nothing else', () => {
    expect(Object.keys(words).toSorted()).toEqual([...closed].toSorted());
  });

  it.each(explanations)('say title, meaning and next step of %s in full sentences', (_name, explanation) => {
    expect(explanation.title).toMatch(/^\p{Lu}.{3,}[^.]$/u);
    expect(explanation.meaning).toMatch(/^\p{Lu}.{20,}\.$/u);
    expect(explanation.nextStep).toMatch(/^\p{Lu}.{8,}\.$/u);
  });

  it.each(['title', 'meaning'] as const)('give no two of them the same %s', (part) => {
    const texts = explanations.map(([, explanation]) => explanation[part]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('never call a push delivered', () => {
    expect(JSON.stringify(words)).not.toMatch(/delivered/i);
  });
});
