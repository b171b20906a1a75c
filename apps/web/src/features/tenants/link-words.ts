import type { Tenant } from '@bellhop/api/contract';
import type { Tone } from '../../reasons.js';

interface LinkWords {
  readonly word: string;
  readonly tone: Tone;
  readonly advice: string | null;
}

/** What each state of a tenant's link means to the person who runs it. */
export const LINK_WORDS: Readonly<Record<Tenant['link']['state'], LinkWords>> = {
  open: { word: 'Open', tone: 'good', advice: null },
  'waiting-for-adapter': {
    word: 'Waiting for the adapter',
    tone: 'warning',
    advice:
      'The connection is up, but mod_bellhop does not answer for this domain. Check that its VirtualHost loads the module and names the component.',
  },
  down: {
    word: 'Connection down',
    tone: 'bad',
    advice:
      'The connection of this domain is not online. The adapter holds events meanwhile; pushes follow when it is back.',
  },
};
