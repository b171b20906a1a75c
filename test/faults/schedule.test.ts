import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, FAULTS } from './fault.js';
import { makeSchedule } from './schedule.js';

const OPTIONS = { seed: 7, durationMs: 600_000, appServers: 3, pauseMs: 4_000 };

describe('a schedule of faults', () => {
  it('is the same for the same seed, and another one for another', () => {
    expect(makeSchedule(OPTIONS)).toEqual(makeSchedule(OPTIONS));
    expect(makeSchedule({ ...OPTIONS, seed: 8 })).not.toEqual(makeSchedule(OPTIONS));
  });

  it('has each kind once before any comes again', () => {
    const kinds = makeSchedule(OPTIONS).map(({ kind }) => kind);
    expect(new Set(kinds.slice(0, FAULT_KINDS.length))).toEqual(new Set(FAULT_KINDS));
    expect(new Set(kinds.slice(FAULT_KINDS.length, 2 * FAULT_KINDS.length))).toEqual(new Set(FAULT_KINDS));
  });

  it('stays within the time and the length of each kind, in order', () => {
    const schedule = makeSchedule(OPTIONS);
    const times = schedule.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(OPTIONS.durationMs);
    for (const { kind, forMs } of schedule) {
      expect(forMs).toBeGreaterThanOrEqual(FAULTS[kind].forMs[0]);
      expect(forMs).toBeLessThanOrEqual(FAULTS[kind].forMs[1]);
    }
  });

  it('names an app server where the fault is one of an app server', () => {
    for (const { kind, appServer } of makeSchedule(OPTIONS)) {
      if (FAULTS[kind].part === 'app-server') expect([0, 1, 2]).toContain(appServer);
      else expect(appServer).toBeNull();
    }
  });
});
