import { describe, it, vi } from 'vitest';
import type { ReadyStory } from './run-story.js';
import { prepareStory } from './run-story.js';
import type { Story } from './story.js';
import { readStories } from './story.js';

/** Plays a story and checks what came of it; `id` is different for each story, `told` is the story as it is told. */
export type Play = (story: ReadyStory, id: string, told: Story) => Promise<void>;

/**
 * A test for each story that `isWanted`: many at a time, then, one after the other, those that stop something others
 * need (`@alone`).
 */
export function defineStories(
  play: Play,
  isWanted: (story: Story) => boolean = () => true,
  atOnce = AT_ONCE,
): void {
  vi.setConfig({ maxConcurrency: atOnce });
  const stories = readStories().filter(isWanted);
  const define = (story: Story, test: typeof it.concurrent | typeof it) => {
    const ready = prepareStory(story);
    const id = `s${stories.indexOf(story)}`;
    test(`${story.chapter}: ${story.title}`, async () => await play(ready, id, story));
  };
  const [sociable, alone] = [stories.filter(isSociable), stories.filter((story) => !isSociable(story))];
  describe('stories', () => sociable.forEach((story) => define(story, it.concurrent)));
  if (alone.length === 0) return;
  describe('stories that are played alone', () => alone.forEach((story) => define(story, it)));
}

/** They wait for timers most of the time; with more at once the seconds that they are about become short. */
const AT_ONCE = 12;

/** Whether a story stops nothing that others need. */
export function isSociable({ tags }: Story): boolean {
  return !tags.includes('alone');
}
