import { serialize } from '@bellhop/push-core';
import { expect, it } from 'vitest';
import { parseXml } from './parse-xml.js';

it.each([
  [
    'a form with spaces, entities and order',
    "<x xmlns='jabber:x:data' type='submit'><field var='b'><value>&amp; &lt; é</value></field> <field var='a'/></x>",
  ],
  ['namespaces that change on the way down', "<a xmlns='one'><b xmlns='two'><c/></b><d/></a>"],
  ['an element without any namespace', '<a><b/></a>'],
  ['attributes with quotes and line breaks', "<a xmlns='n' v='&quot;&apos;&#10;'/>"],
  ['a language', "<a xmlns='n' xml:lang='de'>text</a>"],
])('gives back what it read: %s', (_, xml) => {
  expect(serialize(parseXml(xml))).toBe(xml);
});

it('resolves the namespace that an element inherits', () => {
  const [child] = parseXml("<a xmlns='outer'><b/></a>").children;
  expect(child).toMatchObject({ name: 'b', namespace: 'outer' });
});

it("reads a stanza of the component's stream like one of a client", () => {
  expect(parseXml("<iq xmlns='jabber:component:accept'><error/></iq>")).toMatchObject({
    namespace: 'jabber:client',
    children: [{ name: 'error', namespace: 'jabber:client' }],
  });
});
