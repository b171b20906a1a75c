import { describe, expect, it } from 'vitest';
import { isAddressOrLoopback, jidText, readJid } from './jid.js';

describe('readJid', () => {
  it.each([
    ['push.ex', 'push.ex'],
    ['Push.Ex', 'push.ex'],
    ['push.ex.', 'push.ex'],
    ['ＰＵＳＨ。ex', 'push.ex'],
    ['Bücher.example', 'bücher.example'],
    ['Alice@Push.Ex/Some Resource', 'alice@push.ex/Some Resource'],
    ['push.ex/a@b/c', 'push.ex/a@b/c'],
    ['_push.xn--bcher-kva.example', '_push.xn--bcher-kva.example'],
    ['[::1]', '[::1]'],
  ])('prepares %s as %s', (text, prepared) => {
    const jid = readJid(text);
    expect(jid && jidText(jid)).toBe(prepared);
  });

  it.each([
    '',
    '@push.ex',
    'push.ex/',
    'push ex',
    'a@b@push.ex',
    'a:b@push.ex',
    'push..ex',
    '-push.ex',
    'push.ex:5222',
    "pu'sh.ex",
    'push.ex\u0000',
    'push.ex/a\u0000',
    '..',
  ])('refuses %j', (text) => {
    expect(readJid(text)).toBeNull();
  });
});

describe('isAddressOrLoopback', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '10.0.0.0x1',
    '[::1]',
    '::1',
    'localhost',
    'push.localhost',
    'localhost.localdomain',
    'ip6-localhost',
  ])('is true of %s', (domain) => {
    expect(isAddressOrLoopback(domain)).toBe(true);
  });

  it.each(['push.ex', '1.push.ex', 'localhost.example', 'x127', 'push.0xample'])(
    'is false of %s',
    (domain) => {
      expect(isAddressOrLoopback(domain)).toBe(false);
    },
  );
});
