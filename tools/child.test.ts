import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const CHILD = new URL('./child.mjs', import.meta.url).href;
const INTERRUPT = new URL('./interrupt.mjs', import.meta.url).href;

/** A program that says "ready", and at an interrupt "asked", and then ends with exit code 7. */
const POLITE = `
  process.on('SIGINT', () => { console.log('asked'); setTimeout(() => process.exit(7), 100); });
  setInterval(() => {}, 1000);
  console.log('ready ' + process.pid);`;

it('keeps the exit code of a program on this terminal', async () => {
  const tool = run(`process.exitCode = await runOnTerminal(process.execPath, ['-e', 'process.exit(5)']);`);
  expect(await tool.ended).toBe(5);
});

it('passes one interrupt on however often terminal and npm repeat it, and waits for the program', async () => {
  const tool = run(
    `process.exitCode = await runOnTerminal(process.execPath, ['-e', ${JSON.stringify(POLITE)}]);`,
  );
  await tool.said('ready');
  tool.process.kill('SIGINT');
  tool.process.kill('SIGINT');
  expect(await tool.ended).toBe(7);
  expect(tool.output().match(/asked/g)).toHaveLength(1);
});

it('ends a quiet step at an interrupt, together with what the step started', async () => {
  const tool = run(`
    const step = runQuietly('sh', ['-c', 'sleep 60 & wait']).catch((error) => error);
    console.log('ready');
    const error = await step;
    console.log(error.name);
    process.exitCode = error.exitCode;`);
  await tool.said('ready');
  tool.process.kill('SIGINT');
  expect(await tool.ended).toBe(130);
  expect(tool.output()).toContain('Interrupted');
});

it('finishes what must not be left half done before it ends', async () => {
  const tool = run(`
    const work = runQuietly('sh', ['-c', 'sleep 0.3; echo finished'], { mustFinish: true });
    console.log('ready');
    console.log((await work).output);
    console.log((await runQuietly('echo', ['tidied up'], { mustFinish: true })).output);
    process.exitCode = (await runQuietly('echo', ['more']).catch((error) => error)).exitCode;`);
  await tool.said('ready');
  tool.process.kill('SIGINT');
  expect(await tool.ended).toBe(130);
  expect(tool.output()).toContain('finished');
  expect(tool.output()).toContain('tidied up');
});

it('stops the others when the first of several programs ends', async () => {
  const tool = run(`
    process.exitCode = await runTogether([
      { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] },
      { command: 'sh', args: ['-c', 'exit 3'] },
    ]);`);
  expect(await tool.ended).toBe(3);
});

it('names a program that cannot be started', async () => {
  const tool = run(`console.log(await runQuietly('no-such-program', []).catch((error) => error.message));`);
  await tool.ended;
  expect(tool.output()).toContain('no-such-program cannot be started');
});

interface Tool {
  readonly process: ChildProcess;
  /** What it printed so far. */
  readonly output: () => string;
  readonly said: (text: string) => Promise<void>;
  /** The exit code. */
  readonly ended: Promise<number>;
}

/** Runs lines of a tool in a process of its own, which can be interrupted. */
function run(lines: string): Tool {
  const program = `
    import { runOnTerminal, runQuietly, runTogether } from '${CHILD}';
    import { watchInterrupts } from '${INTERRUPT}';
    watchInterrupts();
    ${lines}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]) => code as number);
  const said = async (text: string) => {
    while (!output.includes(text)) await once(child.stdout, 'data');
  };
  return { process: child, output: () => output, said, ended };
}
