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

function readLive(live: string) {
  const xml = `<stanza on='offline' user='alice' at='1' ref='r' live='${live}'><message/></stanza>`;
  const input = readEvent(fromXml(xml, 'urn:bellhop:link:0'), 'tenant.example');
  return input.kind === 'stanza' ? input.live : input;
}
