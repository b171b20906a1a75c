import { expect, it } from 'vitest';
import { parseXml } from './parse-xml.js';

// The same parser reads what chat servers send.
it.each([
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
  '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>',
  '<a>&b;</a>',
])('takes no document type and no entity of its own: %s', (text) => {
  expect(() => parseXml(text)).toThrow();
});

it('takes the five entities of XML', () => {
  expect(parseXml('<a>&lt;&gt;&amp;&quot;&apos;</a>').children).toEqual([`<>&"'`]);
});
