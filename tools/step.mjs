import { runQuietly } from './child.mjs';
import { Interrupted, Stop } from './stop.mjs';

const TAIL_LINES = 40;

/** Says what is being done, does it, and says how long it took. */
export async function step(title, work) {
  const startedAt = performance.now();
  process.stdout.write(`• ${title} … `);
  try {
    const result = await work();
    process.stdout.write(`${duration(performance.now() - startedAt)}\n`);
    return result;
  } catch (error) {
    const ended = error instanceof Interrupted ? 'stopped' : 'failed';
    process.stdout.write(`${ended} after ${duration(performance.now() - startedAt)}\n`);
    throw error;
  }
}

/** A step that is one command: silent when it succeeds, otherwise Stop with the end of what it printed. */
export async function commandStep(title, command, args, options) {
  return step(title, async () => {
    const { exitCode, output } = await runQuietly(command, args, options);
    if (exitCode !== 0)
      throw new Stop(`${tail(output)}\n${title}: ${command} ended with exit code ${exitCode}`);
    return output;
  });
}

/** The last lines of an output: where tools say what went wrong. */
export function tail(output, lines = TAIL_LINES) {
  const all = output.trimEnd().split('\n');
  if (all.length <= lines) return all.join('\n');
  return [`… ${all.length - lines} lines before this`, ...all.slice(-lines)].join('\n');
}

/** Milliseconds in words a person reads at a glance: "0.4 s", "38 s", "2 min 5 s". */
export function duration(milliseconds) {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
