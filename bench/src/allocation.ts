import type { Prosody } from '@bellhop/test/harness/prosody';

/**
 * How much memory the chat server takes while `work` goes on, in KB: what is alive afterwards and what is garbage.
 * Its collector stands still meanwhile, so `work` had better be short; afterwards everything is collected.
 */
export async function measureAllocatedKb(prosody: Prosody, work: () => Promise<void>): Promise<number> {
  await evaluate(prosody, 'collectgarbage("stop")');
  try {
    const first = await readHeapKb(prosody);
    const before = await readHeapKb(prosody);
    await work();
    const after = await readHeapKb(prosody);
    const ofOneReading = before - first;
    return after - before - ofOneReading;
  } finally {
    await evaluate(prosody, 'collectgarbage("restart") + collectgarbage()');
  }
}

async function readHeapKb(prosody: Prosody): Promise<number> {
  const answer = await evaluate(prosody, 'collectgarbage("count")');
  const number = /^Result: ([\d.]+)$/m.exec(answer)?.[1];
  if (number === undefined) throw new Error(`the chat server does not tell the size of its heap: ${answer}`);
  return Number(number);
}

/** In the shell, `>` stands before an expression of the server's own. */
async function evaluate(prosody: Prosody, expression: string): Promise<string> {
  return await prosody.shell(`>${expression}`);
}
