import { afterAll, beforeAll, expect } from 'vitest';
import { ConverseStyle } from '../harness/app-server-converse.js';
import { Fpush } from '../harness/app-server-fpush.js';
import type { AppServerKind } from '../harness/app-server-kind.js';
import { P2 } from '../harness/app-server-p2.js';
import { Tigase } from '../harness/app-server-tigase.js';
import { defineStories, isSociable } from './define-stories.js';
import { EXPECTED_REFUSALS } from './expected-refusals.js';
import type { ReadyStory } from './run-story.js';
import type { Stages } from './stages.js';
import { startStages } from './stages.js';
import { readStories } from './story.js';
import type { Story } from './story.js';

/** As they are; only that fpush lets a token rest for 20 s, and stories are shorter. */
const KINDS: readonly AppServerKind[] = [
  new P2(),
  new Fpush({ restMs: 200 }),
  new Tigase(),
  new ConverseStyle(),
];

let stages: Stages;
beforeAll(async () => void (stages = await startStages({ sides: ['bellhop'], appServerKinds: KINDS })));
afterAll(() => stages.stop());

defineStories(async (story, id, told) => {
  const kinds = isSociable(told) ? KINDS : [inTurn(told)];
  const refusals = await Promise.all(kinds.map(async ({ name }) => await refusalsOf(story, name, id)));
  expect(refusals.flat()).toEqual(EXPECTED_REFUSALS[`${told.chapter}: ${told.title}`] ?? []);
});

/** Stories that stop servers cannot be played by all at the same time: each has one of the app servers. */
function inTurn({ title }: Story): AppServerKind {
  const alone = readStories().filter((story) => !isSociable(story));
  return KINDS[alone.findIndex((story) => story.title === title) % KINDS.length]!;
}

/** What an app server would not have had of the story's pushes, and why. */
async function refusalsOf(story: ReadyStory, appServer: string, id: string): Promise<readonly string[]> {
  const stage = stages.of('bellhop', appServer);
  const tracks = await story.run(stage, `${id}${appServer}`);
  const published = new Set(tracks.flatMap(({ publishes }) => publishes.map(({ xml }) => xml)));
  const refused = stage.appServer.judgements.filter(
    ({ fate, xml }) => fate === 'refused' && published.has(xml),
  );
  return refused.map(({ why }) => `${appServer}: ${why}`);
}
