import { NS, type Skeleton } from '../../src/index.js';

/** Kinds of stanzas that the rules treat differently. */
export const SHAPES = ['body', 'state', 'call', 'headline', 'presence'] as const;

export type Shape = (typeof SHAPES)[number];

const CHAT_STATE = { name: 'composing', namespace: 'http://jabber.org/protocol/chatstates' };
const PROPOSE = { name: 'propose', namespace: NS.jingleMessage[0] };
const BODY = { name: 'body', namespace: NS.client };

const PARTS: Readonly<Record<Shape, Partial<Skeleton>>> = {
  body: { children: [BODY], hasBody: true },
  state: { children: [CHAT_STATE] },
  call: { children: [PROPOSE] },
  headline: { type: 'headline', children: [BODY], hasBody: true },
  presence: { name: 'presence', type: null },
};

/** What the adapter tells of a stanza of this kind. */
export function skeletonOf(shape: Shape): Skeleton {
  const plain = { id: null, by: 'remote', children: [], hasBody: false, body: null, sender: null } as const;
  return { name: 'message', type: 'chat', carbon: null, ...plain, ...PARTS[shape] };
}
