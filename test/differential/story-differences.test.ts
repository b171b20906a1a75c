import { describe, expect, it } from 'vitest';
import type { Publish } from '../harness/app-server.js';
import { differencesOf } from './story-differences.js';
import type { Playing } from './story-differences.js';

const PHONE = "alice's phone";

function publish(side: string, text: string | null, secret = 'one'): Publish {
  const value = text === null ? '' : `<value>${text}</value>`;
  return {
    id: '1',
    from: `usual.${side}.example`,
    node: `alice-s1${side}`,
    summary: { 'last-message-body': text, 'last-message-sender': null },
    options: { secret },
    xml: `<iq id='1' from='usual.${side}.example' node='alice-s1${side}'><x>${value}</x><o>${secret}</o></iq>`,
    receivedAt: 0,
  };
}

function playing(side: 'original' | 'bellhop', ...publishes: readonly Publish[]): Playing {
  return { side, id: `s1${side}`, tracks: [{ device: PHONE, publishes }] };
}

describe('two playings of a story', () => {
  it('are equal when their publishes are, but for the domain and the names of the run', () => {
    const original = playing('original', publish('original', 'hi'), publish('original', null));
    const bellhop = playing('bellhop', publish('bellhop', 'hi'), publish('bellhop', null));
    expect(differencesOf(original, bellhop)).toEqual([]);
  });

  it('differ by a push that one side makes more often', () => {
    const original = playing('original', publish('original', 'hi'), publish('original', 'hi'));
    const bellhop = playing('bellhop', publish('bellhop', 'hi'));
    expect(differencesOf(original, bellhop)).toEqual([{ device: PHONE, original: ['hi'], bellhop: [] }]);
  });

  it('differ by a single byte', () => {
    const original = playing('original', publish('original', null, 'one'));
    const bellhop = playing('bellhop', publish('bellhop', null, 'two'));
    const both = { original: ['no text'], bellhop: ['no text'] };
    expect(differencesOf(original, bellhop)).toEqual([{ device: PHONE, ...both }]);
  });

  it('differ by a device that one side does not have', () => {
    const bellhop = playing('bellhop', publish('bellhop', 'hi'));
    const original: Playing = { side: 'original', id: 's1original', tracks: [] };
    expect(differencesOf(original, bellhop)).toEqual([{ device: PHONE, original: [], bellhop: ['hi'] }]);
  });
});
