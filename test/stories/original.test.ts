import { afterAll, beforeAll } from 'vitest';
import { defineStories } from './define-stories.js';
import type { Stages } from './stages.js';
import { startStages } from './stages.js';

let stages: Stages;
beforeAll(async () => void (stages = await startStages({ sides: ['original'] })));
afterAll(() => stages.stop());

defineStories(
  async (story, id) => void (await story.run(stages.of('original'), id)),
  ({ tags }) => !tags.includes('bellhop-only'),
);
