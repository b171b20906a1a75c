import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineStories } from '../stories/define-stories.js';
import type { ReadyStory } from '../stories/run-story.js';
import type { Stages } from '../stories/stages.js';
import { startStages } from '../stories/stages.js';
import type { Side } from '../stories/story-stage.js';
import { readStories } from '../stories/story.js';
import type { Story } from '../stories/story.js';
import { ALLOWED_DIFFERENCES } from './allowed-differences.js';
import { differencesOf } from './story-differences.js';
import type { Playing } from './story-differences.js';

let stages: Stages;
beforeAll(async () => void (stages = await startStages({ sides: ['original', 'bellhop'] })));
afterAll(() => stages.stop());

defineStories(
  async (story, id, told) => {
    const [original, bellhop] = await playOnBoth(story, id, isAlone(told));
    expect(differencesOf(original, bellhop)).toEqual(ALLOWED_DIFFERENCES[nameOf(told)]?.differences ?? []);
  },
  ({ tags }) => !tags.includes('bellhop-only'),
);

it('lists differences only for stories that say of which case they are', () => {
  const listed = Object.entries(ALLOWED_DIFFERENCES).map(([name, { row }]) => [name, `differs-${row}`]);
  const tags = new Map(readStories().map((story) => [nameOf(story), story.tags]));
  expect(listed.filter(([name, tag]) => !tags.get(name!)?.includes(tag!))).toEqual([]);
});

function nameOf({ chapter, title }: Story): string {
  return `${chapter}: ${title}`;
}

function isAlone({ tags }: Story): boolean {
  return tags.includes('alone');
}

/** At the same time, but for stories that stop what the other side needs. */
async function playOnBoth(
  story: ReadyStory,
  id: string,
  isOneByOne: boolean,
): Promise<readonly [Playing, Playing]> {
  const play = async (side: Side): Promise<Playing> => {
    const own = `${id}${side}`;
    return { side, id: own, tracks: await story.run(stages.of(side), own) };
  };
  if (!isOneByOne) return await Promise.all([play('original'), play('bellhop')]);
  return [await play('original'), await play('bellhop')];
}
