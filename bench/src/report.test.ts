import { describe, expect, it } from 'vitest';
import type { Figures } from './measure.js';
import { readOptions } from './options.js';
import { renderReport } from './report.js';
import type { Run } from './run.js';
import type { VariantKind } from './variants.js';

describe('the report', () => {
  const runs = [
    ...round(0, { 'no-push': 30, 'cloud-notify': 40, bellhop: 39, 'bellhop-merging': 34 }),
    ...round(1, { 'no-push': 31, 'cloud-notify': 41, bellhop: 43, 'bellhop-merging': 35 }),
    ...round(2, { 'no-push': 30, 'cloud-notify': 50, bellhop: 40, 'bellhop-merging': 34 }),
  ];
  const text = renderReport({
    startedAt: '2026-11-22T12:00:00.000Z',
    machine,
    versions: null,
    options: options(),
    runs,
    measured: [],
  });

  it('gives the median and the ends', () => {
    expect(cellsOf(text, 'memory chat server per message (KB)')).toEqual([
      '30.0 (30.0–31.0)',
      '41.0 (40.0–50.0)',
      '40.0 (39.0–43.0)',
      '34.0 (34.0–35.0)',
    ]);
  });

  it('compares with the run without push of the same round', () => {
    expect(cellsOf(text, '  of it more than without push (KB)')).toEqual([
      '–',
      '10.0 (10.0–20.0)',
      '10.0 (9.0–12.0)',
      '4.0 (4.0–4.0)',
    ]);
  });

  it("says how much of mod_cloud_notify's cost that is, in the same round", () => {
    expect(cellsOf(text, "  in % of mod_cloud_notify's")).toEqual(['–', '–', '90 (50–120)', '40 (20–40)']);
  });

  it('names the commit', () => {
    expect(text).toContain('\ncommit abc1234+\n');
  });

  it('has tables only of what was measured', () => {
    expect(text).toContain('Bursts: 20 messages to an account whose phone is gone, 60 of them in turn');
    expect(text).not.toMatch(/Steady|Saturated|hibernates/);
  });
});

const machine = {
  cores: 2,
  cpu: 'some',
  memoryGiB: 4,
  kernel: '6',
  node: '20',
  commit: 'abc1234+',
  loadBefore: 0,
};

function options() {
  const read = readOptions([]);
  if (read === null) throw new Error('these are no options');
  return read;
}

function round(number: number, memory: Readonly<Record<VariantKind, number>>): readonly Run[] {
  return (Object.keys(memory) as VariantKind[]).map((variant) => ({
    round: number,
    scenario: 'burst',
    variant,
    figures: { burst: figures(memory[variant]) },
    versions: null,
  }));
}

function figures(allocatedKbPerMessage: number): Figures {
  return {
    messages: 2_000,
    pushes: 2_000,
    seconds: 20,
    pushesBehind: 0,
    allocatedKbPerMessage,
    cpuPerMessage: { chatServer: 1_000, bellhop: null, postgres: null, bench: 1 },
    latencyMs: null,
  };
}

/** The first line with this label. */
function cellsOf(text: string, label: string): readonly string[] {
  const line = text.split('\n').find((one) => one.startsWith(label)) ?? '';
  return line.slice(label.length).trim().split(/ {2,}/);
}
