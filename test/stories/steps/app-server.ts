import type { AppServerReply } from '../../harness/app-server.js';
import { escapeXml } from '../../harness/xml.js';
import type { MessageShape } from '../message-shapes.js';
import { MESSAGE_SHAPES, textMessage } from '../message-shapes.js';
import { sendMessage } from '../send-message.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

type ErrorReply = Extract<AppServerReply, { kind: 'error' }>;

/** How the app server answers, and many pushes in a row. */
export const appServerSteps: readonly StepDefinition[] = [
  {
    expression: 'the app server answers pushes for {device} with the error {string}',
    run: async ({ world }, party: Party, error: string) =>
      world.stage.appServer.alwaysAnswer(await nodeOf(world, party), errorReply(error)),
  },
  {
    expression: 'the app server accepts pushes for {device}',
    run: async ({ world }, party: Party) =>
      world.stage.appServer.alwaysAnswer(await nodeOf(world, party), { kind: 'result' }),
  },
  {
    expression: 'the app server does not answer pushes for {device}',
    run: async ({ world }, party: Party) => {
      const node = await nodeOf(world, party);
      world.unanswered.add(node);
      world.stage.appServer.alwaysAnswer(node, { kind: 'silence' });
    },
  },
  {
    expression: '{person} sends {person} {int} messages, each after the answer to the push before',
    run: async ({ world }, from: string, to: string, count: number) => {
      for (let sent = 0; sent < count; sent += 1)
        await sendAndSeeAnswered(world, from, to, textMessage('hello'));
    },
  },
  {
    expression: '{person} sends {person} {int} chat states, each after the answer to the push before',
    run: async ({ world }, from: string, to: string, count: number) => {
      for (let sent = 0; sent < count; sent += 1)
        await sendAndSeeAnswered(world, from, to, MESSAGE_SHAPES['a chat state']!);
    },
  },
  {
    expression: 'that push is answered with the error {string}, {int} times',
    run: async ({ world }, error: string, times: number) => {
      for (let answered = 0; answered < times; answered += 1) answer(world, errorReply(error));
      await settleAnswers(world);
    },
  },
  {
    expression:
      'that push is answered with the error {string} by somebody else at the app server, {int} times',
    run: async ({ world }, error: string, times: number) => {
      const stranger = `stranger@${world.stage.appServer.jid}`;
      for (let answered = 0; answered < times; answered += 1) answer(world, errorReply(error), stranger);
      await settleAnswers(world);
    },
  },
];

async function nodeOf(world: World, party: Party): Promise<string> {
  return (await world.device(party)).target().contents.node ?? '';
}

function errorReply(error: string): ErrorReply {
  const [type = '', condition = ''] = error.split('/');
  return { kind: 'error', type, condition };
}

/** Every device of `to` that has push is expected to get one. */
async function sendAndSeeAnswered(
  world: World,
  from: string,
  to: string,
  shape: MessageShape,
): Promise<void> {
  const account = world.account(to);
  await sendMessage(world, { person: from, device: null }, account, shape);
  const targets = world.devices
    .filter((device) => device.account === account)
    .flatMap((device) => [...device.targets.values()]);
  for (const target of targets) await world.takePush(target, `a push for ${account}`);
  await settleAnswers(world);
}

/** The chat server reads a component's stanzas in order: after this answer it has those to the pushes. */
async function settleAnswers(world: World): Promise<void> {
  await world.stage.appServer.component.request(world.domain, 'get', "<ping xmlns='urn:xmpp:ping'/>");
}

/** Answers the push that was looked at last, however often. */
function answer(
  world: World,
  { type, condition }: ErrorReply,
  from: string = world.stage.appServer.jid,
): void {
  if (world.lastPush === null) throw new Error('the story has looked at no push yet');
  const { id, from: to } = world.lastPush;
  const error = `<error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
  const addresses = `from='${escapeXml(from)}' to='${escapeXml(to)}' id='${escapeXml(id)}'`;
  world.stage.appServer.component.send(`<iq ${addresses} type='error'>${error}</iq>`);
}
