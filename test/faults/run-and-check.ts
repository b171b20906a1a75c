import { checkHistories } from './check.js';
import type { Verdict } from './check.js';
import type { Histories } from './histories.js';
import { keepArtefacts } from './artefacts.js';
import { playRun } from './run.js';
import type { RunOptions } from './run.js';
import { startScene, stopScene } from './scene.js';

export interface CheckedRun {
  readonly histories: Histories;
  readonly verdict: Verdict;
  /** Where everything that is needed to look into it lies; null where it was not kept. */
  readonly artefacts: string | null;
}

/** Starts servers of its own, plays a run on them, checks it, and ends them. Throws when the run cannot be played to its end. */
export async function runAndCheck(options: RunOptions & { readonly keeps: boolean }): Promise<CheckedRun> {
  const scene = await startScene();
  try {
    const histories = await playRun(scene, options);
    const verdict = checkHistories(histories);
    const isKept = options.keeps || verdict.violations.length > 0;
    return {
      histories,
      verdict,
      artefacts: isKept ? await keepArtefacts(scene, { histories, verdict }) : null,
    };
  } catch (error) {
    options.onProgress(`what is left lies in ${await keepArtefacts(scene, { error: String(error) })}`);
    throw error;
  } finally {
    await stopScene(scene);
  }
}
