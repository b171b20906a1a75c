import { describe, expect, it } from 'vitest';
import { OptionError, readOptions } from './options.js';

describe('the options', () => {
  it('are those of a full run unless told otherwise', () => {
    expect(readOptions([])).toEqual({
      rounds: 3,
      messages: 5_000,
      accounts: 200,
      rate: 50,
      steadySeconds: 20,
      bursts: 60,
      burstRate: 100,
      latencyRate: 100,
      pushes: 20_000,
      registrations: 1_000_000,
      rows: 10_000_000,
      fairnessSeconds: 30,
      only: null,
      jsonFile: null,
    });
  });

  it('of a quick run can be changed one by one', () => {
    expect(readOptions(['--quick', '--rounds', '2', '--only', 'burst', '--json', 'out.json'])).toMatchObject({
      rounds: 2,
      messages: 600,
      only: 'burst',
      jsonFile: 'out.json',
    });
  });

  it('choose one thing to measure, side by side or of Bellhop alone', () => {
    expect(readOptions(['--only', 'latency'])).toMatchObject({ only: 'latency' });
    expect(readOptions(['--only', 'search', '--rows', '5000'])).toMatchObject({
      only: 'search',
      rows: 5_000,
    });
  });

  it('are not needed where only help is wanted', () => {
    expect(readOptions(['--help'])).toBeNull();
  });

  it.each([
    [['--rounds', '0'], '--rounds takes a whole number from 1 to 20'],
    [['--messages', '15001'], '--messages takes a whole number from 1 to 15000'],
    [['--accounts', '2.5'], '--accounts takes a whole number from 1 to 2000'],
    [['--rate', 'fast'], '--rate takes a whole number from 1 to 1000'],
    [['--steady-seconds='], '--steady-seconds takes a whole number from 1 to 300'],
    [['--bursts', '751'], '--bursts takes a whole number from 1 to 750'],
    [['--rows', '50000001'], '--rows takes a whole number from 1 to 50000000'],
    [
      ['--only', 'bursts'],
      '--only takes one of each, burst, hibernation, latency, throughput, facts, search, bytes, fairness',
    ],
    [['--colour', 'red'], "Unknown option '--colour'"],
    [['5000'], "Unexpected argument '5000'"],
  ])('are refused by name: %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(OptionError);
    expect(() => readOptions(args)).toThrow(message);
  });
});
