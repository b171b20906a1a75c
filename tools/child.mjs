import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { onInterrupt, stopIfAsked } from './interrupt.mjs';
import { Stop } from './stop.mjs';

const PATIENCE_MS = 2_000;

/**
 * Runs a command and returns `{ exitCode, output }`. Its output is kept, not shown. A Ctrl-C is passed on and then
 * ends this run, unless `mustFinish` says that stopping half-way would leave a mess.
 */
export async function runQuietly(command, args, { env = {}, mustFinish = false, cwd } = {}) {
  if (!mustFinish) stopIfAsked();
  const child = start(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const { exitCode } = mustFinish ? await ending(child, command) : await endingOrKilled(child, command);
  if (!mustFinish) stopIfAsked();
  return { exitCode, output: Buffer.concat(chunks).toString('utf8') };
}

/** Runs a command on this terminal, passes stop signals on, and returns its exit code (128 + n for a signal). */
export async function runOnTerminal(command, args, { env = {}, cwd } = {}) {
  stopIfAsked();
  const child = start(command, args, { env, cwd, stdio: 'inherit' });
  return (await endingOrInterrupted(child, command)).exitCode;
}

/** Runs several commands on this terminal until the first of them ends, then stops the others. */
export async function runTogether(commands) {
  stopIfAsked();
  const children = commands.map(({ command, args, env = {}, cwd }) => ({
    command,
    child: start(command, args, { env, cwd, stdio: ['ignore', 'inherit', 'inherit'] }),
  }));
  const endings = children.map(({ child, command }) => endingOrInterrupted(child, command));
  const { exitCode } = await Promise.race(endings);
  for (const { child } of children) terminate(child, 'SIGTERM');
  await Promise.allSettled(endings);
  return exitCode;
}

// In a process group of its own a child hears Ctrl-C once, from us, and not a second time from the terminal.
function start(command, args, { env, cwd, stdio }) {
  const child = spawn(command, args, { stdio, cwd, detached: true, env: { ...process.env, ...env } });
  child.once('close', () => ended.add(child));
  return child;
}

/** Children that have ended with all that held their output open; their process id may be somebody else's by now. */
const ended = new WeakSet();

// Nothing is lost with a step: what it left half done, the next run does again. npm, asked to end, takes its time.
async function endingOrKilled(child, command) {
  const forget = onInterrupt(() => setTimeout(() => terminate(child, 'SIGKILL'), PATIENCE_MS).unref());
  try {
    return await endingOrInterrupted(child, command);
  } finally {
    forget();
  }
}

async function endingOrInterrupted(child, command) {
  const forget = onInterrupt((signal) => terminate(child, signal));
  try {
    return await ending(child, command);
  } finally {
    forget();
  }
}

function ending(child, command) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Stop(`${command} cannot be started: ${error.message}`)));
    child.once('close', (code, signal) => resolve({ exitCode: code ?? 128 + constants.signals[signal] }));
  });
}

// Our own programs (node …) look after their children; foreign tools get the signal as a terminal gives it, to all.
function terminate(child, signal) {
  if (child.pid === undefined || ended.has(child)) return;
  try {
    process.kill(child.spawnfile === process.execPath ? child.pid : -child.pid, signal);
  } catch (error) {
    // It ended a moment ago.
    if (error.code !== 'ESRCH') throw error;
  }
}
