import type { Phone } from '../../harness/phone.js';
import { enableElement } from '../enable-element.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

/** Requests that a server should not grant, and what it says. */
export const refusalSteps: readonly StepDefinition[] = [
  {
    expression: '{device} tries to enable push without naming an app server',
    run: async ({ world }, party: Party) =>
      await attempt(world, party, (phone) => phone.request('set', enableElement({ node: 'n' }))),
  },
  {
    expression: '{device} tries to enable push at its own address',
    run: async ({ world }, party: Party) =>
      await attempt(world, party, (phone) => phone.request('set', enableElement({ jid: phone.jid }))),
  },
  {
    expression: '{device} tries to enable push at its own account',
    run: async ({ world }, party: Party) =>
      await attempt(world, party, (phone) => phone.request('set', enableElement({ jid: phone.account }))),
  },
  {
    expression: '{device} tries to enable push by a question',
    run: async ({ world }, party: Party) =>
      await attempt(world, party, (phone) => phone.request('get', enableElement({ jid: 'push.example' }))),
  },
  {
    expression: '{device} tries to enable push on the account of {person}',
    run: async ({ world }, party: Party, person: string) => {
      const { account } = await world.device({ person, device: null });
      const element = enableElement({ jid: world.stage.appServer.jid, node: 'stolen' });
      await attempt(world, party, (phone) => phone.request('set', element, account));
    },
  },
  {
    expression: '{device} tries to enable push',
    run: async ({ world }, party: Party) => {
      const element = enableElement({ jid: world.stage.appServer.jid, node: 'n' });
      await attempt(world, party, (phone) => phone.request('set', element));
    },
  },
  {
    expression: '{device} tries to disable push without naming an app server',
    run: async ({ world }, party: Party) =>
      await attempt(world, party, (phone) => phone.request('set', "<disable xmlns='urn:xmpp:push:0'/>")),
  },
  {
    expression: '{device} tries to disable push that it never enabled',
    run: async ({ world }, party: Party) =>
      await attempt(world, party, (phone) => phone.disablePush({ jid: 'nobody.example', node: 'n' })),
  },
  {
    expression: 'it is refused with {string}',
    run: ({ world }, words: string) => {
      const { refusal } = world;
      if (!refusal?.message.includes(words))
        throw new Error(`refused with ${words} was expected, it was ${refusal?.message ?? 'accepted'}`);
    },
  },
  {
    expression: 'it is accepted',
    run: ({ world }) => {
      if (world.refusal) throw new Error(`it was refused: ${world.refusal.message}`);
    },
  },
];

async function attempt(
  world: World,
  party: Party,
  request: (phone: Phone) => Promise<unknown>,
): Promise<void> {
  const { phone } = await world.connected(party);
  world.refusal = await request(phone).then(
    () => null,
    (error: Error) => error,
  );
  await phone.settle();
}
