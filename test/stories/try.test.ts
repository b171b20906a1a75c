import { afterAll, beforeAll, describe, it } from 'vitest';
import { prepareStory } from './run-story.js';
import { startStages } from './stages.js';
import type { Stages } from './stages.js';
import { readStories } from './story.js';
import type { Side } from './story-stage.js';

const side = (process.env.SIDE ?? 'original') as Side;
let stages: Stages;
beforeAll(async () => {
  stages = await startStages({ sides: [side] });
});
afterAll(async () => {
  const { publishes } = stages.of(side).appServer;
  console.log(
    publishes
      .filter((p) => p.node?.startsWith('fence-'))
      .map((p) => `${p.node} ${p.receivedAt % 1000000} ${p.from} ${p.summary['last-message-body']}`)
      .join('\n'),
  );
  await stages?.stop();
});

describe('stories', () => {
  readStories().forEach((story, index) => {
    const ready = prepareStory(story);
    if (side === 'original' && story.tags.includes('bellhop-only')) return;
    const define = story.tags.includes('alone') ? it : it.concurrent;
    define(
      `${story.chapter}: ${story.title}`,
      async () => void (await ready.run(stages.of(side), `s${index}`)),
    );
  });
});
