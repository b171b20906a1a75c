import { enableCarbons, joinRoom, readArchive, setActivity } from '../../harness/phone-features.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

/** Devices that come, go and lose their network. */
export const deviceSteps: readonly StepDefinition[] = [
  {
    expression: '{device} is connected',
    run: async ({ world }, party: Party) => await (await world.connected(party)).phone.settle(),
  },
  {
    expression: '{device} is connected without showing presence',
    run: async ({ world }, party: Party) =>
      void (await (await world.device(party)).connect({ available: false })),
  },
  {
    expression: '{device} connects as {string}',
    run: async ({ world }, party: Party, resource: string) => {
      const phone = await (await world.device(party)).connect({ resource });
      await phone.settle();
    },
  },
  {
    expression: '{device} connects anew',
    run: async ({ world }, party: Party) => {
      const phone = await (await world.device(party)).connect();
      await phone.settle();
    },
  },
  {
    expression: '{device} goes offline',
    run: async ({ world }, party: Party) => await (await world.connected(party)).phone.close(),
  },
  {
    expression: '{device} loses its connection',
    run: async ({ world }, party: Party) => {
      const { phone } = await world.connected(party);
      // What others did before may still be on its way; it would hibernate with the session.
      if (!phone.isWithholding) await phone.settle();
      await phone.loseConnection();
    },
  },
  {
    expression: '{device} is about to come back',
    run: async ({ world }, party: Party) => await (await world.device(party)).phone.prepareToResume(),
  },
  {
    expression: '{device} comes back',
    run: async ({ world }, party: Party) => await (await world.device(party)).phone.resume(),
  },
  {
    expression: '{device} cannot come back',
    run: async ({ world }, party: Party) => {
      const { phone } = await world.device(party);
      const refusal = await phone.resume().then(
        () => null,
        (error: Error) => error,
      );
      if (refusal === null) throw new Error(`${party.person}'s session was still there`);
    },
  },
  {
    expression: '{device} acknowledges nothing any more',
    run: async ({ world }, party: Party) => (await world.connected(party)).phone.withholdAcknowledgements(),
  },
  {
    expression: '{device} acknowledges what it got',
    run: async ({ world }, party: Party) => {
      const { phone } = await world.device(party);
      phone.acknowledge();
      await phone.settle();
    },
  },
  {
    expression: '{device} is put aside',
    run: async ({ world }, party: Party) => await setActivity((await world.device(party)).phone, 'inactive'),
  },
  {
    expression: '{device} gets copies of messages',
    run: async ({ world }, party: Party) => await enableCarbons((await world.connected(party)).phone),
  },
  {
    expression: '{device} reads the archive',
    run: async ({ world }, party: Party) => await readArchive((await world.connected(party)).phone),
  },
  {
    expression: '{device} joins the room {word}',
    run: async ({ world }, party: Party, room: string) => {
      const { phone } = await world.connected(party);
      await joinRoom(phone, `${world.user(room)}@${world.stage.chatServer.rooms}`, party.person);
    },
  },
  {
    expression: '{person} can see {device}',
    run: async ({ world }, watcher: string, party: Party) => {
      const to = (await world.connected({ person: watcher, device: null })).phone.jid;
      const { phone } = await world.connected(party);
      phone.send(`<presence to='${to}'/>`);
      await phone.settle();
    },
  },
  {
    expression: '{person} sees {device} go',
    run: async ({ world }, watcher: string, party: Party) => {
      const { jid } = (await world.device(party)).phone;
      const { phone } = await world.device({ person: watcher, device: null });
      await phone.next(
        (stanza) => stanza.is('presence') && stanza.attrs.from === jid && stanza.attrs.type === 'unavailable',
        { what: `${jid} going` },
      );
    },
  },
  {
    expression: '{device} finds push among the features of its account',
    run: async ({ world }, party: Party) => expectPush(await featuresOf(world, party, party.person), true),
  },
  {
    expression: '{device} finds no push among the features of its domain',
    run: async ({ world }, party: Party) => expectPush(await featuresOf(world, party, null), false),
  },
];

/** The features of a person's account, or of the domain. */
async function featuresOf(world: World, party: Party, person: string | null): Promise<readonly string[]> {
  const { phone } = await world.connected(party);
  return await phone.disco(person === null ? world.domain : world.account(person));
}

function expectPush(features: readonly string[], isExpected: boolean): void {
  if (features.includes('urn:xmpp:push:0') !== isExpected)
    throw new Error(`the features are ${features.join(', ')}`);
}
