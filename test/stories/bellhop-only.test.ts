import { afterAll, beforeAll } from 'vitest';
import { defineStories } from './define-stories.js';
import type { Stages } from './stages.js';
import { startStages } from './stages.js';

let stages: Stages;
beforeAll(async () => void (stages = await startStages({ sides: ['bellhop'] })));
afterAll(() => stages.stop());

// The others are played on both sides, and compared, in test/differential.
defineStories(
  async (story, id) => void (await story.run(stages.of('bellhop'), id)),
  ({ tags }) => tags.includes('bellhop-only'),
);
