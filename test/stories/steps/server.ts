import type { Setting } from '../settings.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

/** What becomes of the chat server, of Bellhop and of accounts. */
export const serverSteps: readonly StepDefinition[] = [
  {
    expression: 'a domain {setting}',
    run: ({ world }, setting: Setting) => void (world.setting = setting),
  },
  {
    expression: 'the chat server pings {person}',
    run: async ({ world }, person: string) =>
      await world.stage.chatServer.ping(world.user(person), world.domain),
  },
  {
    expression: 'the chat server pings {device} alone',
    run: async ({ world }, party: Party) => {
      const { jid, contents } = (await world.device(party)).target();
      const registration = { jid, node: contents.node ?? '' };
      await world.stage.chatServer.ping(world.user(party.person), world.domain, registration);
    },
  },
  {
    expression: 'the account of {person} is deleted',
    run: async ({ world }, person: string) =>
      await world.stage.chatServer.deleteAccount(world.user(person), world.domain),
  },
  {
    expression: "the chat server's push module is reloaded",
    run: async ({ world }) => await world.stage.chatServer.reloadPush(world.domain),
  },
  {
    expression: 'the chat server restarts',
    run: async ({ world }) => {
      world.isInterrupted = true;
      await world.stage.restartChatServer();
    },
  },
  {
    expression: 'Bellhop is stopped',
    run: async ({ world }) => {
      world.isInterrupted = true;
      await bellhop(world).stop();
    },
  },
  {
    expression: 'Bellhop is started again',
    run: async ({ world }) => await bellhop(world).start(world.domain),
  },
];

function bellhop({ stage }: World): NonNullable<World['stage']['bellhop']> {
  if (stage.bellhop === null) throw new Error('this stage has no Bellhop: the story is for Bellhop only');
  return stage.bellhop;
}
