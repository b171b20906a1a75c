import type { StreamState } from '../../components/use-event-stream.js';
import type { Tone } from '../../reasons.js';

interface StreamWords {
  readonly tone: Tone;
  readonly word: string;
}

/** How a live tail stands. */
export const STREAM_WORDS: Readonly<Record<StreamState | 'paused', StreamWords>> = {
  connecting: { tone: 'calm', word: 'Connecting' },
  open: { tone: 'good', word: 'Live' },
  paused: { tone: 'quiet', word: 'Paused' },
  broken: { tone: 'warning', word: 'Connection lost, trying again' },
  ended: { tone: 'bad', word: 'Not live: Bellhop refused' },
};
