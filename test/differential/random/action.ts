import fc from 'fast-check';
import { CALL, SHAPES, TEXT } from './shapes.js';

export const DEVICES = ['phone', 'tablet'] as const;
export type DeviceName = (typeof DEVICES)[number];

/** The registrations of a history's account; one more than its domain allows. */
export const NODES = ['n1', 'n2', 'n3'] as const;
export type NodeName = (typeof NODES)[number];

const OWN_NODES: Readonly<Record<DeviceName, NodeName>> = { phone: 'n1', tablet: 'n2' };

/** What can happen in a random history; `device` is always one of the account that gets the messages. */
export type Action =
  /** A new session; a former one that hibernates stays, unless both have the device's own resource. */
  | {
      readonly kind: 'connect';
      readonly device: DeviceName;
      readonly hasOwnResource: boolean;
      readonly isAvailable: boolean;
    }
  | {
      readonly kind: 'enable';
      readonly device: DeviceName;
      readonly node: NodeName;
      readonly secret: string | null;
    }
  /** Null: every node of the app server. */
  | { readonly kind: 'disable'; readonly device: DeviceName; readonly node: NodeName | null }
  | { readonly kind: 'lose' | 'resume' | 'close' | 'withhold' | 'acknowledge'; readonly device: DeviceName }
  /** To the bare JID, all at once. */
  | { readonly kind: 'messages'; readonly shapes: readonly string[] }
  /** To the full JID of the device's newest session. */
  | { readonly kind: 'direct'; readonly device: DeviceName; readonly shape: string }
  /** To somebody else. */
  | { readonly kind: 'outgoing'; readonly device: DeviceName; readonly shape: string }
  | { readonly kind: 'ping' }
  /** From here on the app server answers publishes for the node like this. */
  | { readonly kind: 'answer'; readonly node: NodeName; readonly type: 'result' | 'cancel' | 'wait' }
  /** Until pushes that were waiting have been made: `owed` also those for what nobody acknowledges. */
  | { readonly kind: 'pause'; readonly until?: 'batch' | 'owed' };

const device = fc.constantFrom(...DEVICES);
const node = fc.constantFrom(...NODES);
const shape = fc.oneof(
  { weight: 5, arbitrary: fc.constant(TEXT) },
  { weight: 2, arbitrary: fc.constantFrom(CALL, 'a chat state') },
  { weight: 5, arbitrary: fc.constantFrom(...SHAPES) },
);
const kind = <K extends string>(name: K) => fc.constant(name);
const messages = fc.record({
  kind: kind('messages'),
  shapes: fc.array(shape, { minLength: 1, maxLength: 4 }),
});
const PAUSE: Action = { kind: 'pause' };

/** Mostly each device has a registration of its own, as real ones do; sometimes it takes any. */
const enable = fc
  .record({
    device,
    other: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: node }),
    secret: fc.constantFrom(null, 'one', 'two'),
  })
  .map(({ device, other, secret }) => ({
    kind: 'enable' as const,
    device,
    node: other ?? OWN_NODES[device],
    secret,
  }));

const connect = fc.record({
  kind: kind('connect'),
  device,
  hasOwnResource: fc.boolean(),
  isAvailable: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
});

const single: fc.Arbitrary<readonly Action[]> = fc
  .oneof(
    often(3, connect),
    often(3, enable),
    often(1, fc.record({ kind: kind('disable'), device, node: fc.oneof(node, fc.constant(null)) })),
    often(3, fc.record({ kind: fc.constantFrom('lose', 'resume', 'close', 'acknowledge'), device })),
    often(4, messages),
    often(1, fc.record({ kind: kind('direct'), device, shape })),
    often(1, fc.record({ kind: kind('outgoing'), device, shape })),
    often(1, fc.constant<Action>({ kind: 'ping' })),
    often(2, fc.record({ kind: kind('answer'), node, type: fc.constantFrom('result', 'cancel', 'wait') })),
    often(2, fc.constant(PAUSE)),
  )
  .map((action) => [action]);

function often(weight: number, arbitrary: fc.Arbitrary<Action>): fc.WeightedArbitrary<Action> {
  return { weight, arbitrary };
}

/** What phones really do, and what single actions would rarely make up. */
const phrase: fc.Arbitrary<readonly Action[]> = fc
  .record({ device, given: messages, later: messages, shape: fc.integer({ min: 0, max: 6 }) })
  .map(({ device, given, later, shape }) => {
    const on = (name: 'lose' | 'resume' | 'close' | 'withhold' | 'acknowledge'): Action => ({
      kind: name,
      device,
    });
    const phrases: readonly (readonly Action[])[] = [
      [on('lose'), given, PAUSE],
      [on('lose'), given, PAUSE, later, PAUSE, on('resume')],
      [on('lose'), given, on('resume'), on('lose'), later, PAUSE],
      [on('withhold'), given, PAUSE],
      [on('withhold'), given, PAUSE, on('lose'), PAUSE],
      [on('withhold'), given, on('lose'), later, PAUSE],
      [on('close'), given],
    ];
    return phrases[shape] ?? [];
  });

/** A history; it begins with a phone that has push, and often a tablet that has. */
export const history: fc.Arbitrary<readonly Action[]> = fc
  .record({
    parts: fc.array(fc.oneof({ weight: 3, arbitrary: single }, { weight: 1, arbitrary: phrase }), {
      minLength: 3,
      maxLength: 14,
    }),
    hasTablet: fc.boolean(),
  })
  .map(({ parts, hasTablet }) => [...begin('phone'), ...(hasTablet ? begin('tablet') : []), ...parts.flat()]);

function begin(device: DeviceName): readonly Action[] {
  return [
    { kind: 'connect', device, hasOwnResource: false, isAvailable: true },
    { kind: 'enable', device, node: OWN_NODES[device], secret: 'one' },
  ];
}

/** An action in words, for reports. */
export function describeAction(action: Action): string {
  const { kind, ...details } = action;
  const words = Object.entries(details).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [kind, ...words].join(', ');
}
