import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { cpuOfFamily, cpuOfProcess, parseStat } from './cpu.js';

describe('a line of /proc/<pid>/stat', () => {
  it('is read behind the name, whatever the name holds', () => {
    const stat = '17 (a ) b) 1 2) S 4 17 17 0 -1 4194304 1 2 3 4 100 20 3000 400 20 0 1 0';
    expect(parseStat(stat)).toEqual({ parent: 4, ownTicks: 120, endedChildrenTicks: 3_400 });
  });
});

describe('the CPU time', () => {
  it('of a family holds that of children that have ended', async () => {
    const before = { own: await cpuOfProcess(process.pid), family: await cpuOfFamily(process.pid) };
    const busy = 'const end = performance.now() + 300; while (performance.now() < end);';
    await once(spawn(process.execPath, ['-e', busy]), 'exit');
    const after = { own: await cpuOfProcess(process.pid), family: await cpuOfFamily(process.pid) };
    const ofChildMicros = after.family - before.family - (after.own - before.own);
    expect(ofChildMicros).toBeGreaterThan(0);
  });
});
