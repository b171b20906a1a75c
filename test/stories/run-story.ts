import type { Publish } from '../harness/app-server.js';
import { accountsWithPush, expectCompleteLog } from './log-checks.js';
import type { ReadyStep } from './step-definition.js';
import { StepBook } from './step-definition.js';
import { appServerSteps } from './steps/app-server.js';
import { deviceSteps } from './steps/devices.js';
import { logSteps } from './steps/log.js';
import { messageSteps } from './steps/messages.js';
import { expectNone, pushSteps } from './steps/pushes.js';
import { refusalSteps } from './steps/refusals.js';
import { registrationSteps } from './steps/registrations.js';
import { serverSteps } from './steps/server.js';
import type { Story, StoryStep } from './story.js';
import type { Side, StoryStage } from './story-stage.js';
import { tellLog } from './tell-log.js';
import { isFor, World } from './world.js';

const book = new StepBook([
  ...appServerSteps,
  ...deviceSteps,
  ...logSteps,
  ...messageSteps,
  ...pushSteps,
  ...refusalSteps,
  ...registrationSteps,
  ...serverSteps,
]);

/** What reached the app server for one registration of a story, in order. */
export interface StoryTrack {
  /** As the story calls it, e.g. `alice's phone` or `alice's phone, second app`. */
  readonly device: string;
  readonly publishes: readonly Publish[];
}

/** A story that can be run anywhere, any number of times. */
export interface ReadyStory {
  /**
   * Plays it with accounts of its own (`id`: letters and digits, different for each run on a stage). At the end
   * every push must have been told of by the story. Rejects with the line that did not come true.
   */
  run(stage: StoryStage, id: string): Promise<readonly StoryTrack[]>;
}

/** Reads every line; throws when one of them means nothing. */
export function prepareStory(story: Story): ReadyStory {
  const steps = story.steps.map((step) => ({ line: step.line, ...prepareStep(step, story) }));
  return {
    run: async (stage, id) => {
      const world = new World(stage, id);
      try {
        for (const { line, side, run } of steps) {
          if (side === null || side === stage.side) await runStep(line, run, world);
        }
        await runStep('the end', expectNothingElse, world);
        return tracksOf(world);
      } finally {
        await world.end();
      }
    },
  };
}

const CONDITION = /^with (Bellhop|the original), (.*)$/s;

/** A line may hold for one implementation only: "with Bellhop, …", "with the original, …". */
function prepareStep(step: StoryStep, story: Story): { readonly side: Side | null; readonly run: ReadyStep } {
  const [, name, line] = CONDITION.exec(step.line) ?? [];
  if (line === undefined) return { side: null, run: book.read(step, story) };
  const side = name === 'Bellhop' ? 'bellhop' : 'original';
  return { side, run: book.read({ ...step, line }, story) };
}

async function runStep(line: string, run: ReadyStep, world: World): Promise<void> {
  await run(world).catch(async (error: Error) => {
    const log = await tellLog(world.stage.bellhop, accountsWithPush(world));
    throw new Error(`${line}: ${error.message}${log}`, { cause: error });
  });
}

async function expectNothingElse(world: World): Promise<void> {
  const devices = world.devices.filter(({ targets }) => targets.size > 0);
  if (devices.length === 0) return;
  await world.passFence();
  for (const device of devices) {
    for (const target of device.targets.values()) expectNone(world, target, device.name);
  }
  await expectCompleteLog(world);
}

function tracksOf(world: World): readonly StoryTrack[] {
  return world.devices.flatMap((device) =>
    [...device.targets].map(([app, target]) => ({
      device: app === '' ? device.name : `${device.name}, ${app}`,
      publishes: world.stage.appServer.publishes.filter(
        (publish) => isFor(publish, target) && !world.isRepeated(publish),
      ),
    })),
  );
}
