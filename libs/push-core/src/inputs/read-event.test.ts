import { expect, it } from 'vitest';
import { fromXml } from '../../test-support/element-xml.js';
import { readEvent } from '../index.js';

it('reads the sessions that were there, held and hibernating or not', () => {
  expect(readLive('a7+ b3+~ c9 d0~')).toEqual([
    { sid: 'a7', isHeld: true, isHibernating: false },
    { sid: 'b3', isHeld: true, isHibernating: true },
    { sid: 'c9', isHeld: false, isHibernating: false },
    { sid: 'd0', isHeld: false, isHibernating: true },
  ]);
});

it('reads an absent or empty list of sessions as nobody', () => {
  expect(readLive('')).toEqual([]);
});

it.each([
  ['p7', 'p7', 1],
  ['p7.2', 'p7', 2],
  ['p7.12', 'p7', 12],
  ['p.7.3', 'p.7', 3],
  ['p7.2x', 'p7.2x', 1],
  ['p7.', 'p7.', 1],
])('reads the id of an answer %s as push %s, attempt %i', (id, pushId, attempt) => {
  const event = fromXml(`<reply id='${id}' at='1'><result/></reply>`, 'urn:bellhop:link:0');
  expect(readEvent(event, 'tenant.example')).toMatchObject({ kind: 'publish-reply', pushId, attempt });
});

function readLive(live: string) {
  const xml = `<stanza on='offline' user='alice' at='1' ref='r' live='${live}'><message/></stanza>`;
  const input = readEvent(fromXml(xml, 'urn:bellhop:link:0'), 'tenant.example');
  return input.kind === 'stanza' ? input.live : input;
}
