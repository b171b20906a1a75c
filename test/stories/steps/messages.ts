import { escapeXml } from '../../harness/xml.js';
import type { MessageShape } from '../message-shapes.js';
import { readShape, textMessage } from '../message-shapes.js';
import { sendMessage, sendMessages, sendStanza } from '../send-message.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

/** What people send to each other; each returns when the chat server has dealt with it. */
export const messageSteps: readonly StepDefinition[] = [
  {
    expression: '{party} sends {party} {string}',
    run: async ({ world }, from: Party, to: Party, text: string) =>
      await sendMessage(world, from, await addressOf(world, to), textMessage(text)),
  },
  {
    expression: '{party} sends {party} {shape}',
    run: async ({ world }, from: Party, to: Party, shape: MessageShape) =>
      await sendMessage(world, from, await addressOf(world, to), shape),
  },
  {
    expression: '{party} sends {party}, all at once:',
    run: async ({ world, list }, from: Party, to: Party) =>
      await sendMessages(world, from, await addressOf(world, to), list.map(readShape)),
  },
  {
    expression: '{device} notes {string} for itself',
    run: async ({ world }, from: Party, text: string) =>
      await sendMessage(world, from, undefined, textMessage(text)),
  },
  {
    expression: '{device} sends somebody of the same name elsewhere {string}',
    run: async ({ world }, from: Party, text: string) => {
      const namesake = await world.device({ person: from.person, device: null }, world.stage.otherDomain);
      await sendMessage(world, from, namesake.account, textMessage(text));
    },
  },
  {
    expression: '{party} says {string} in the room {word}',
    run: async ({ world }, from: Party, text: string, room: string) => {
      const to = `${world.user(room)}@${world.stage.chatServer.rooms}`;
      await sendMessage(world, from, to, {
        type: 'groupchat',
        payload: `<body>${escapeXml(text)}</body>`,
      });
    },
  },
  {
    expression: '{person} asks to see the presence of {person}',
    run: async ({ world }, person: string, other: string) => {
      const { phone } = await world.connected({ person, device: null });
      await sendStanza(phone, `<presence type='subscribe' to='${world.account(other)}'/>`);
    },
  },
  {
    expression: '{person} shows {device} presence',
    run: async ({ world }, person: string, party: Party) => {
      const { phone } = await world.connected({ person, device: null });
      await sendStanza(phone, `<presence to='${await addressOf(world, party)}'/>`);
    },
  },
  {
    expression: '{person} asks {device} for its software',
    run: async ({ world }, person: string, party: Party) => {
      const { phone } = await world.connected({ person, device: null });
      const query = "<query xmlns='jabber:iq:version'/>";
      await sendStanza(
        phone,
        `<iq type='get' id='version' to='${await addressOf(world, party)}'>${query}</iq>`,
      );
    },
  },
];

/** A person's account, or the device's session. */
async function addressOf(world: World, party: Party): Promise<string> {
  return party.device === null ? world.account(party.person) : (await world.device(party)).phone.jid;
}
