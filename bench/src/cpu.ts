import { readFile, readdir } from 'node:fs/promises';

/** USER_HZ is 100 on every Linux there is a Debian for. */
const MICROS_PER_TICK = 10_000;

interface ProcessTimes {
  readonly parent: number;
  /** User and system time of the process itself. */
  readonly ownTicks: number;
  /** The same of children that have ended and were waited for. */
  readonly endedChildrenTicks: number;
}

/** CPU time of one process so far, user and system, in microseconds (steps of 10,000). */
export async function cpuOfProcess(pid: number): Promise<number> {
  return (await readTimes(pid)).ownTicks * MICROS_PER_TICK;
}

/**
 * CPU time of a process and all its children so far, in microseconds. Those that have ended count as well: their
 * time has gone over to the parent. Meant for Postgres, where one process forks all others.
 */
export async function cpuOfFamily(pid: number): Promise<number> {
  for (;;) {
    const before = await readTimes(pid);
    const childrenTicks = await sumOfChildren(pid);
    const after = await readTimes(pid);
    // A child that ended while we counted would be counted twice, or not at all.
    if (before.endedChildrenTicks !== after.endedChildrenTicks) continue;
    return (after.ownTicks + after.endedChildrenTicks + childrenTicks) * MICROS_PER_TICK;
  }
}

async function sumOfChildren(pid: number): Promise<number> {
  const names = await readdir('/proc');
  const all = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => readTimes(Number(name)).catch(() => null)),
  );
  const children = all.filter((times) => times !== null && times.parent === pid);
  return children.reduce((sum, times) => sum + (times?.ownTicks ?? 0) + (times?.endedChildrenTicks ?? 0), 0);
}

async function readTimes(pid: number): Promise<ProcessTimes> {
  return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** Reads a line of /proc/<pid>/stat (proc(5)). The name in parentheses may hold anything, so it is skipped. */
export function parseStat(stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { parent: field(4), ownTicks: field(14) + field(15), endedChildrenTicks: field(16) + field(17) };
}
