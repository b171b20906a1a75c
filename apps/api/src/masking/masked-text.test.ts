import { describe, expect, it } from 'vitest';
import { maskedText, maskedWords } from './masked-text.js';

const JIDS = [
  ['juliet@tenant.example', 'j•••@tenant.example'],
  ['j@tenant.example', 'j•••@tenant.example'],
  ['juliet@tenant.example/balcony', 'j•••@tenant.example/•••'],
  ['juliet@tenant.example/a/b@c', 'j•••@tenant.example/•••'],
  ['room@chat.example/Juliet Capulet', 'r•••@chat.example/•••'],
  ['🌹rose@tenant.example', '🌹•••@tenant.example'],
  ['tenant.example', 'tenant.example'],
  ['tenant.example/juliet@home', 'tenant.example/•••'],
  ['', ''],
] as const;
const NODES = [
  ['a1b2c3d4e5', 'a1b2•••'],
  ['a1b2c', 'a1•••'],
  ['a', '•••'],
  ['', '•••'],
  ['🌹🌹🌹🌹🌹🌹🌹🌹', '🌹🌹🌹🌹•••'],
] as const;

describe('a masked JID', () => {
  it.each(JIDS)('of “%s” is “%s”: the first character and the domain are left', (jid, masked) => {
    expect(maskedText('jid', jid)).toBe(masked);
    expect(maskedText('account', jid)).toBe(masked);
  });
});

describe('a masked node or name', () => {
  it.each(NODES)('of “%s” is “%s”: at most four characters are left, and at most half', (node, masked) => {
    expect(maskedText('node', node)).toBe(masked);
  });
});

describe('masked words', () => {
  it('have no JID in them', () => {
    const words = 'romeo@tenant.example: <juliet@tenant.example/balcony> “nurse@a.example” is away';
    expect(maskedWords(words, new Map())).toBe(
      'r•••@tenant.example: <j•••@tenant.example/•••> “n•••@a.example” is away',
    );
  });

  it('have nothing in them that is masked elsewhere, the longest first', () => {
    const known = new Map([
      ['token', 'to•••'],
      ['token-of-phone', 'toke•••'],
    ]);
    expect(maskedWords('no such token-of-phone, try token', known)).toBe('no such toke•••, try to•••');
  });

  it('do not name the resource of a session', () => {
    expect(maskedWords('Resource: Juliet’s phone', new Map())).toBe('Resource: Juli•••');
  });

  it('are left as they are where they tell of nobody', () => {
    const words = 'push.example: 5 attempts in a row did not reach it.';
    expect(maskedWords(words, new Map([['juliet@tenant.example', 'j•••@tenant.example']]))).toBe(words);
  });
});
