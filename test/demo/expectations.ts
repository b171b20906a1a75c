import { EMIL, IDA, LENA, MIA, NOAH } from './people.js';
import type { Person } from './people.js';
import type { MessageKind } from './message-kinds.js';

/** A message that the round sends; each device of the person is to be woken by it. */
export interface Expectation {
  readonly person: Person;
  readonly kind: MessageKind;
}

export const EXPECTATIONS: readonly Expectation[] = [
  { person: MIA, kind: 'plain' },
  { person: NOAH, kind: 'plain' },
  { person: LENA, kind: 'encrypted' },
  { person: EMIL, kind: 'call' },
  { person: IDA, kind: 'typing' },
];
