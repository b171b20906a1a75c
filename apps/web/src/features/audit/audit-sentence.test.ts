import { AUDIT_ACTIONS } from '@bellhop/api/contract';
import type { AuditEventDto } from '@bellhop/api/contract';
import { describe, expect, it } from 'vitest';
import { ACTION_WORDS } from './action-words.js';
import { auditSentence } from './audit-sentence.js';
import { ENTRY } from './audit.test-support.js';

const owner = { kind: 'person', id: ENTRY.actor.id, name: 'owner@provider.example' } as const;
const support = { kind: 'person', id: '019341f0-0000-7000-8000-000000000009', name: 's@t.example' } as const;

describe('the sentence of an audit entry', () => {
  it.each(AUDIT_ACTIONS)('says who did what for %s, and no technical name', (action) => {
    const sentence = auditSentence({ ...ENTRY, action });
    expect(sentence).toMatch(/^owner@provider\.example [a-z].{5,}, from 192\.0\.2\.7\.$/);
    expect(sentence).not.toContain(action);
  });

  it('has a title of its own for each action', () => {
    const titles = AUDIT_ACTIONS.map((action) => ACTION_WORDS[action].title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z][^.]{5,}$/);
  });

  it.each<[string, Partial<AuditEventDto>]>([
    ['owner@provider.example changed the privacy settings of tenant.example, from 192.0.2.7.', {}],
    [
      'The token “nightly” changed the privacy settings of tenant.example, from 192.0.2.7.',
      { actor: { kind: 'token', id: owner.id, name: 'nightly' } },
    ],
    [
      'Bellhop itself ended the suspension of tenant.example.',
      { actor: { kind: 'bellhop', id: null, name: '' }, action: 'tenant.resume', address: null },
    ],
    [
      'Somebody who was not signed in set a new password with a link (s@t.example), from 192.0.2.7.',
      { actor: { kind: 'visitor', id: null, name: '' }, action: 'password.reset', object: support },
    ],
    [
      'owner@provider.example changed the role of s@t.example from support to admin, from 192.0.2.7.',
      {
        action: 'member.change',
        object: support,
        before: { role: 'support' },
        after: { role: 'admin' },
      },
    ],
    [
      'owner@provider.example changed their password, from 192.0.2.7.',
      { action: 'password.change', object: owner },
    ],
    [
      'owner@provider.example removed s@t.example’s second factor, from 192.0.2.7.',
      { action: 'second-factor.remove', object: support },
    ],
  ])('%s', (sentence, part) => {
    expect(auditSentence({ ...ENTRY, ...part })).toBe(sentence);
  });
});
