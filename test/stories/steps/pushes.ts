import type { Publish } from '../../harness/app-server.js';
import type { PushTarget } from '../device.js';
import type { Importance } from '../importance-of.js';
import { importanceOf } from '../importance-of.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';
import { expectEqual } from '../expect-equal.js';

/** What reaches the app server. */
export const pushSteps: readonly StepDefinition[] = [
  {
    expression: '{device} gets {importance} push',
    run: async ({ world }, party: Party, importance: Importance) => await take(world, party, [importance]),
  },
  {
    expression: '{device} gets {importance} push for its {app}',
    run: async ({ world }, party: Party, importance: Importance, app: string) =>
      await take(world, party, [importance], app),
  },
  {
    expression: '{device} gets a push',
    run: async ({ world }, party: Party) => {
      const device = await world.device(party);
      await world.takePush(device.target(), `a push for ${device.name}`);
    },
  },
  {
    expression: '{device} gets an important and an unimportant push',
    run: async ({ world }, party: Party) => await take(world, party, ['important', 'unimportant']),
  },
  {
    expression: '{device} gets {int} important pushes',
    run: async ({ world }, party: Party, count: number) =>
      await take(world, party, Array<Importance>(count).fill('important')),
  },
  { expression: 'the push is made once more', run: async ({ world }) => await world.takeLastPushAgain() },
  { expression: '{device} gets no push', run: async ({ world }, party: Party) => await none(world, party) },
  {
    expression: '{device} gets no other push',
    run: async ({ world }, party: Party) => await none(world, party),
  },
  {
    expression: 'the push shows {string}',
    run: ({ world }, text: string) => expectEqual(lastPush(world).summary['last-message-body'], text),
  },
  {
    expression: 'the push shows no text',
    run: ({ world }) => expectEqual(lastPush(world).summary['last-message-body'], null),
  },
  {
    expression: 'the push names no sender',
    run: ({ world }) => expectEqual(lastPush(world).summary['last-message-sender'], null),
  },
  {
    expression: 'the push names the account of {person} as sender',
    run: ({ world }, person: string) =>
      expectEqual(lastPush(world).summary['last-message-sender'], world.account(person)),
  },
  {
    expression: 'the push names the client of {person} as sender',
    run: async ({ world }, person: string) => {
      const { phone } = await world.device({ person, device: null });
      expectEqual(lastPush(world).summary['last-message-sender'], phone.jid);
    },
  },
  {
    expression: 'the push comes from the domain, counts one message and tells nobody anything',
    run: ({ world }) => expectDiscretion(world, lastPush(world)),
  },
  {
    expression: 'the push has no node',
    run: ({ world }) => expectEqual(lastPush(world).node, null),
  },
  {
    expression: 'the push has no options',
    run: ({ world }) => expectEqual(lastPush(world).xml.includes('publish-options'), false),
  },
  {
    expression: 'the push carries the secret {string}',
    run: ({ world }, secret: string) => expectEqual(lastPush(world).options.secret, secret),
  },
  {
    expression: 'the push carries exactly:',
    run: ({ world, text }) => expectEqual(optionsOf(lastPush(world)), canonical(text ?? '')),
  },
];

async function take(world: World, party: Party, expected: readonly Importance[], app = ''): Promise<void> {
  const device = await world.device(party);
  const found: Importance[] = [];
  for (const importance of expected) {
    const publish = await world.takePush(device.target(app), `${importance} push for ${device.name}`);
    found.push(importanceOf(publish));
  }
  expectEqual(found.toSorted(), expected.toSorted());
}

async function none(world: World, party: Party): Promise<void> {
  await world.passFence();
  const device = await world.device(party);
  for (const target of device.targets.values()) expectNone(world, target, device.name);
}

/** Fails where a push arrived that the story has not told of. */
export function expectNone(world: World, target: PushTarget, name: string): void {
  const unseen = world.unseenPushes(target);
  if (unseen.length > 0)
    throw new Error(`${name} got ${unseen.length} more pushes: ${unseen.map(importanceOf).join(', ')}`);
}

function lastPush(world: World): Publish {
  if (world.lastPush === null) throw new Error('the story has looked at no push yet');
  return world.lastPush;
}

function expectDiscretion(world: World, { from, node, summary, xml }: Publish): void {
  expectEqual(from, world.domain);
  expectEqual(summary['message-count'], '1');
  expectEqual(summary['pending-subscription-count'], null);
  expectEqual(summary['last-message-sender'], null);
  for (const device of world.devices) {
    // The node is the client's own choice.
    if (xml.replace(node ?? '', '').includes(device.account))
      throw new Error(`the push tells of ${device.account}`);
  }
}

function optionsOf({ xml }: Publish): string {
  const [, inside = ''] = /<publish-options>(.*)<\/publish-options>/s.exec(xml) ?? [];
  return canonical(inside);
}

/** Attributes have no order in XML. */
function canonical(xml: string): string {
  return xml.replaceAll(
    /<([\w:-]+)((?:\s+[\w:-]+=(?:'[^']*'|"[^"]*"))*)/g,
    (_, name: string, attributes: string) => {
      const sorted = (attributes.match(/[\w:-]+=(?:'[^']*'|"[^"]*")/g) ?? []).toSorted();
      return `<${[name, ...sorted].join(' ')}`.replaceAll("'", '"');
    },
  );
}
