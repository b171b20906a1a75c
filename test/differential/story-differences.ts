import type { Publish } from '../harness/app-server.js';
import type { StoryTrack } from '../stories/run-story.js';
import { comparable } from './comparable.js';

/** The publishes for one device of a story that have no equal on the other side, in short. */
export interface Difference {
  readonly device: string;
  readonly original: readonly string[];
  readonly bellhop: readonly string[];
}

/** A story as one side played it; `id` tells its accounts apart from those of the other side. */
export interface Playing {
  readonly side: 'original' | 'bellhop';
  readonly id: string;
  readonly tracks: readonly StoryTrack[];
}

/** Compares publish by publish, byte for byte, and tells in short what differs. */
export function differencesOf(original: Playing, bellhop: Playing): readonly Difference[] {
  const devices = [...new Set([...original.tracks, ...bellhop.tracks].map(({ device }) => device))];
  return devices.map((device) => compare(device, original, bellhop)).filter(isDifferent);
}

function compare(device: string, original: Playing, bellhop: Playing): Difference {
  const [ours, theirs] = [original, bellhop].map((playing) => linesOf(device, playing));
  return { device, original: without(ours!, theirs!), bellhop: without(theirs!, ours!) };
}

function isDifferent({ original, bellhop }: Difference): boolean {
  return original.length > 0 || bellhop.length > 0;
}

interface Line {
  readonly whole: string;
  readonly short: string;
}

function linesOf(device: string, { side, id, tracks }: Playing): readonly Line[] {
  const toNeutral = (text: string) =>
    text.replaceAll(id, 'story').replaceAll(`.${side}.example`, '.tenant.example');
  const publishes = tracks.filter((track) => track.device === device).flatMap((track) => track.publishes);
  return publishes.map((publish) => ({
    whole: toNeutral(comparable(publish.xml, new Map())),
    short: toNeutral(shortOf(publish)),
  }));
}

/** What differs from case to case: the text, the sender and options where there are any. A resource is any. */
function shortOf({ summary, options }: Publish): string {
  const text = summary['last-message-body'] ?? null;
  const sender = summary['last-message-sender'] ?? null;
  const shownSender = sender === null ? '' : ` from ${sender.replace(/\/.*/, '/resource')}`;
  const shownOptions = Object.keys(options).length === 0 ? ', no options' : '';
  return `${text ?? 'no text'}${shownSender}${shownOptions}`;
}

function without(some: readonly Line[], others: readonly Line[]): readonly string[] {
  const left = others.map(({ whole }) => whole);
  return some
    .filter(({ whole }) => {
      const index = left.indexOf(whole);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    })
    .map(({ short }) => short);
}
