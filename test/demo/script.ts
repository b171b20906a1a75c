import type { AppServerReply } from '../harness/app-server.js';
import type { MessageKind } from './message-kinds.js';
import { EMIL, IDA, LENA, MIA, NOAH, OMAR } from './people.js';
import type { Person } from './people.js';

/** One thing that happens while the demo goes on. */
export type Scene =
  | {
      readonly kind: 'message';
      readonly to: Person;
      readonly message: MessageKind;
      /** How the app server answers this one; `result` at once unless given. */
      readonly answer?: AppServerReply;
    }
  | { readonly kind: 'return'; readonly who: Person };

const BUSY: AppServerReply = {
  kind: 'error',
  type: 'wait',
  condition: 'resource-constraint',
  text: 'one push per five seconds',
};
const SLOW: AppServerReply = { kind: 'result', delayMs: 2_500 };

/** From the first to the last and again from the first. */
export const SCRIPT: readonly Scene[] = [
  { kind: 'message', to: MIA, message: 'plain' },
  { kind: 'message', to: LENA, message: 'encrypted' },
  { kind: 'message', to: OMAR, message: 'plain' },
  { kind: 'message', to: NOAH, message: 'encrypted' },
  { kind: 'message', to: EMIL, message: 'call' },
  { kind: 'message', to: IDA, message: 'typing' },
  { kind: 'message', to: OMAR, message: 'encrypted' },
  { kind: 'message', to: MIA, message: 'encrypted', answer: BUSY },
  { kind: 'return', who: LENA },
  { kind: 'message', to: NOAH, message: 'plain' },
  { kind: 'message', to: LENA, message: 'plain', answer: SLOW },
  { kind: 'message', to: OMAR, message: 'call' },
  { kind: 'message', to: IDA, message: 'plain' },
  { kind: 'return', who: MIA },
];

/** What the app server always answers for the device that it no longer knows. */
export const UNKNOWN_DEVICE: AppServerReply = {
  kind: 'error',
  type: 'cancel',
  condition: 'item-not-found',
  text: 'no such device',
};
