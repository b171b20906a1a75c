import fc from 'fast-check';
import { DEFAULT_POLICY, type Importance, type Policy, type StanzaSource } from '../../src/index.js';
import { SHAPES, type Shape } from './shapes.js';

const ANSWERS = ['result', 'strike', 'item-not-found', 'wait', 'unreached', 'unsent'] as const;

/** How app servers answer by themselves what is published to them. */
const MOODS = ['silent', 'working', 'putting-off', 'unreachable'] as const;

/** What people ask for about a registration. */
const ASKED = ['test-push', 'test-push', 'resend', 'removal'] as const;

export type Mood = (typeof MOODS)[number];

const PLACES: readonly StanzaSource[] = ['offline', 'archived', 'queued', 'unacked', 'hibernation'];

/** One thing that happens. Numbers that point at something are taken modulo how many there are. */
export type Step =
  | { readonly does: 'connect'; readonly resource: string; readonly client: string | null }
  | {
      readonly does: 'drop' | 'resume' | 'close' | 'acknowledge' | 'owe' | 'lose-hold';
      readonly session: number;
    }
  | { readonly does: 'enable'; readonly session: number; readonly node: string; readonly jid: string }
  | { readonly does: 'disable'; readonly node: string | null; readonly jid: string }
  | { readonly does: 'message'; readonly shape: Shape; readonly isArchived: boolean }
  | { readonly does: 'groupchat'; readonly shape: 'body' | 'state' }
  | { readonly does: 'see-again'; readonly place: StanzaSource; readonly session: number }
  | { readonly does: 'ping'; readonly node: string | null }
  | { readonly does: 'answer'; readonly push: number; readonly answer: (typeof ANSWERS)[number] }
  | { readonly does: 'pass' | 'stand-still'; readonly ms: number }
  | { readonly does: 'policy'; readonly policy: Policy }
  | { readonly does: 'mood'; readonly mood: Mood }
  | { readonly does: 'suspension'; readonly isSuspended: boolean }
  | {
      readonly does: 'ask';
      readonly for: (typeof ASKED)[number];
      readonly registration: number;
      readonly importance: Importance;
    }
  | { readonly does: 'crowd'; readonly crowd: number }
  | { readonly does: 'quota'; readonly minute: number | null; readonly day: number | null }
  | { readonly does: 'link-down' | 'link-up' | 'restart' | 'delete-account' };

/** What happens, how far the clocks are apart, and how app servers answer in the end. */
export interface History {
  readonly steps: readonly Step[];
  readonly aheadMs: number;
  readonly errorMs: number;
  readonly random: number;
  readonly ending: Mood;
}

const session = fc.nat(3);
const node = fc.constantFrom('n1', 'n2', 'n3', 'n4');
const jid = fc.constantFrom('push.ex', 'push.ex', 'other.ex');
const does = <Kind extends string>(...kinds: readonly Kind[]) => fc.constantFrom(...kinds);

const policy: fc.Arbitrary<Policy> = fc
  .record({
    notifyOn: fc.constantFrom('all' as const, 'important' as const),
    mergeWindowSeconds: fc.constantFrom(0, 1, 5, 300),
    pushTtlSeconds: fc.constantFrom(60, 300, 3600, 86_400),
    maxErrors: fc.integer({ min: 1, max: 4 }),
    maxDevices: fc.integer({ min: 1, max: 3 }),
    maxHibernationSeconds: fc.constantFrom(0, 600, 259_200),
    removeOnItemNotFound: fc.boolean(),
    deniedAppServers: fc.constantFrom<readonly string[]>([], [], ['other.ex']),
  })
  .map((changed) => ({ ...DEFAULT_POLICY, ...changed }));

const often = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });

const anyNode = fc.option(node, { nil: null });
const client = fc.constantFrom(null, null, 'c1', 'c2');
const chatOrRoom = fc.constantFrom('body' as const, 'state' as const);
const shape = fc.constantFrom('body', 'body', 'state', ...SHAPES);
const importance = fc.constantFrom('important' as const, 'unimportant' as const);
const limit = fc.constantFrom(null, 1, 2, 5);
const ms = fc.constantFrom(1, 300, 900, 3000, 6000, 61_000, 400_000);

const step: fc.Arbitrary<Step> = fc.oneof(
  often(12, fc.record({ does: does('connect'), resource: fc.constantFrom('phone', 'tablet'), client })),
  often(16, fc.record({ does: does('drop', 'resume', 'close'), session })),
  often(8, fc.record({ does: does('acknowledge', 'owe', 'lose-hold'), session })),
  often(16, fc.record({ does: does('enable'), session, node, jid })),
  often(4, fc.record({ does: does('disable'), node: anyNode, jid })),
  often(32, fc.record({ does: does('message'), shape, isArchived: fc.boolean() })),
  often(4, fc.record({ does: does('groupchat'), shape: chatOrRoom })),
  often(8, fc.record({ does: does('see-again'), place: fc.constantFrom(...PLACES), session })),
  often(4, fc.record({ does: does('ping'), node: anyNode })),
  often(12, fc.record({ does: does('answer'), push: fc.nat(5), answer: fc.constantFrom(...ANSWERS) })),
  often(20, fc.record({ does: does('pass', 'pass', 'pass', 'pass', 'stand-still'), ms })),
  often(4, fc.record({ does: does('policy'), policy })),
  often(8, fc.record({ does: does('mood'), mood: fc.constantFrom(...MOODS) })),
  often(4, fc.record({ does: does('suspension'), isSuspended: fc.constantFrom(true, false, false) })),
  often(
    6,
    fc.record({ does: does('ask'), for: fc.constantFrom(...ASKED), registration: fc.nat(3), importance }),
  ),
  often(2, fc.record({ does: does('crowd'), crowd: fc.constantFrom(0, 1999, 2000) })),
  often(2, fc.record({ does: does('quota'), minute: limit, day: limit })),
  often(4, fc.record({ does: does('link-down', 'link-up', 'restart') })),
  often(1, fc.record({ does: does('delete-account') })),
);

/** Any history; most begin with a device that has enabled push. */
export const histories: fc.Arbitrary<History> = fc.record({
  steps: fc
    .tuple(
      fc.constantFrom<readonly Step[]>(
        [
          { does: 'connect', resource: 'phone', client: null },
          { does: 'enable', session: 0, node: 'n1', jid: 'push.ex' },
        ],
        [],
      ),
      fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }),
    )
    .map(([first, rest]) => [...first, ...rest]),
  aheadMs: fc.constantFrom(0, 0, -90_000, 90_000),
  errorMs: fc.constantFrom(0, 0, -400, 400),
  random: fc.constantFrom(0, 0.5, 0.999),
  ending: fc.constantFrom<Mood>('working', 'working', 'working', 'working', 'working', 'working', ...MOODS),
});
