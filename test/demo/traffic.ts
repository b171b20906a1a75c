import { setTimeout as delay } from 'node:timers/promises';
import type { Phone } from '../harness/phone.js';
import type { LogEvent, Stage } from '../harness/stage.js';
import { comeBack, enablePush } from './devices.js';
import { knownMessages, nextMessage } from './follow.js';
import { KIND_NAMES, send } from './message-kinds.js';
import { accountOf, OMAR } from './people.js';
import type { Person } from './people.js';
import { columns, pushLines } from './push-line.js';
import { SCRIPT, UNKNOWN_DEVICE } from './script.js';
import type { Scene } from './script.js';
import { describe } from './words.js';

const PAUSE_MS = 4_000;

/** Plays the script over and over until `signal` ends it; prints a line for each push. */
export async function keepTrafficGoing(
  stage: Stage,
  writers: ReadonlyMap<string, Phone>,
  signal: AbortSignal,
): Promise<void> {
  for (const node of OMAR.nodes) stage.appServer.alwaysAnswer(node, UNKNOWN_DEVICE);
  for (let index = 0; !signal.aborted; index += 1) {
    const scene = SCRIPT[index % SCRIPT.length]!;
    // A slow answer must not hold up the next scene.
    void play(stage, writers, scene).catch((error: unknown) => tellTrouble(error, scene, signal));
    await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function play(stage: Stage, writers: ReadonlyMap<string, Phone>, scene: Scene): Promise<void> {
  switch (scene.kind) {
    case 'message':
      return await playMessage(stage, writers.get(scene.to.domain)!, scene);
    case 'return':
      return await playReturn(stage, scene.who);
  }
}

async function playMessage(
  stage: Stage,
  writer: Phone,
  { to, message, answer }: Extract<Scene, { kind: 'message' }>,
): Promise<void> {
  const account = accountOf(to);
  const known = await knownMessages(stage, account);
  if (answer) for (const node of to.nodes) stage.appServer.answerNext(node, answer);
  send(writer, message, account);
  const event = await nextMessage(stage, account, known);
  for (const line of pushLines(event, KIND_NAMES[message])) console.log(line);
  if (event.reason === 'no-registration') await enableAgain(stage, to, event);
}

async function playReturn(stage: Stage, who: Person): Promise<void> {
  const { length } = await comeBack(stage, who);
  const found = length === 1 ? 'one message' : `${length} messages`;
  console.log(columns(new Date(), accountOf(who), 'comes back', `finds ${found}, leaves again`));
}

/** What an app does when its user starts it after the registration has gone. */
async function enableAgain(stage: Stage, person: Person, { account }: LogEvent): Promise<void> {
  await enablePush(stage, person);
  console.log(columns(new Date(), account ?? '', 'comes back', 'enables push again, leaves again'));
}

function tellTrouble(error: unknown, scene: Scene, signal: AbortSignal): void {
  if (signal.aborted) return;
  const person = scene.kind === 'message' ? scene.to : scene.who;
  console.log(columns(new Date(), accountOf(person), 'trouble', describe(error)));
}
