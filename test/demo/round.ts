import type { Phone } from '../harness/phone.js';
import type { LogEvent, Stage } from '../harness/stage.js';
import { answerWords } from './answer-words.js';
import { comeBack } from './devices.js';
import { EXPECTATIONS } from './expectations.js';
import type { Expectation } from './expectations.js';
import { lastMessage, nextMessage } from './follow.js';
import { KIND_NAMES, PLAIN_TEXT, send } from './message-kinds.js';
import { accountOf } from './people.js';
import { timelineOf } from './timeline.js';
import { seconds } from './words.js';

const ARRIVAL_TIMEOUT_MS = 10_000;

/** Sends one message of each kind and prints what became of it; gives what did not go as it should. */
export async function runRound(
  stage: Stage,
  writers: ReadonlyMap<string, Phone>,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const expectation of EXPECTATIONS) {
    const { person, kind } = expectation;
    const account = accountOf(person);
    console.log(`\n${KIND_NAMES[kind]} to ${account}`);
    send(writers.get(person.domain)!, kind, account);
    failures.push(...(await judge(stage, expectation)));
  }
  return [...failures, ...(await judgeComingBack(stage))];
}

async function judge(stage: Stage, { person, kind }: Expectation): Promise<readonly string[]> {
  const account = accountOf(person);
  const results = await Promise.all([
    ...person.nodes.map((node) => missingPublish(stage, node)),
    wrongPushes(stage, account, person.nodes),
  ]);
  return results.flat().map((failure) => `${KIND_NAMES[kind]} to ${account}: ${failure}`);
}

/** Whether the publish arrived, seen from the app server. */
async function missingPublish(stage: Stage, node: string): Promise<readonly string[]> {
  return await stage.appServer
    .nextPublish((publish) => publish.node === node, { timeoutMs: ARRIVAL_TIMEOUT_MS })
    .then(() => [])
    .catch(() => [`${node}: no publish arrived at the app server within ${seconds(ARRIVAL_TIMEOUT_MS)}`]);
}

/** Whether the delivery log says so too. */
async function wrongPushes(
  stage: Stage,
  account: string,
  nodes: readonly string[],
): Promise<readonly string[]> {
  const event = await nextMessage(stage, account).catch(() => lastMessage(stage, account));
  if (event === undefined) return ['the delivery log knows nothing of it'];
  for (const decision of event.decisions) console.log(timelineOf(event, decision).join('\n'));
  return nodes.flatMap((node) => notAccepted(event, node));
}

function notAccepted(event: LogEvent, node: string): readonly string[] {
  const decision = event.decisions.find((candidate) => candidate.node === node);
  if (!decision)
    return [`${node}: the log has no decision for it (the event's reason: ${event.reason ?? 'none'})`];
  if (!decision.push) return [`${node}: not pushed (${decision.reason})`];
  const { outcome, attempts } = decision.push;
  const answer = answerWords(attempts.at(-1)?.answer ?? null);
  return outcome === 'accepted' ? [] : [`${node}: ${outcome}, not accepted (answer: ${answer})`];
}

/** The first person's phone, woken, connects and has to find the message. */
async function judgeComingBack(stage: Stage): Promise<readonly string[]> {
  const { person } = EXPECTATIONS[0]!;
  const texts = await comeBack(stage, person);
  const wanted = `${person.user}'s phone comes back`;
  console.log(`\n${wanted} and finds: ${texts.map((text) => `"${text}"`).join(', ') || 'nothing'}`);
  return texts.includes(PLAIN_TEXT) ? [] : [`${wanted} and does not find "${PLAIN_TEXT}"`];
}
