import type { Connection } from '@bellhop/api/contract';
import type { Tone } from '../../reasons.js';

interface StateWords {
  readonly word: string;
  readonly tone: Tone;
  /** What to do, where something can be done. */
  readonly advice: string | null;
}

/** What each state of a connection means to the person who runs it. */
export const CONNECTION_WORDS: Readonly<Record<Connection['state'], StateWords>> = {
  connecting: { word: 'Connecting', tone: 'calm', advice: null },
  online: { word: 'Online', tone: 'good', advice: null },
  waiting: {
    word: 'Not connected',
    tone: 'warning',
    advice:
      'Check that the chat server runs, that its configuration has the component, and that the endpoint is right.',
  },
  conflict: {
    word: 'Taken by another',
    tone: 'warning',
    advice:
      'Something else is connected to the chat server as this component. Bellhop waits until it is gone; stop it if it should not be there.',
  },
  halted: {
    word: 'Needs attention',
    tone: 'bad',
    advice:
      'Compare name and secret with the Component section of the chat server. Bellhop tries again when you save a change here.',
  },
  stopped: { word: 'Stopped', tone: 'quiet', advice: null },
};
