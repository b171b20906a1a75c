import { describe, expect, it } from 'vitest';
import { EVENT, held, pushed } from './log.test-support.js';
import { MOST_ROWS, hasOpenPush, newIds, tailRows, withReceived } from './tail-rows.js';
import type { Received } from './tail-rows.js';

const event = (id: string, second = 0) => ({
  ...EVENT,
  id,
  at: new Date(Date.parse(EVENT.at) + second * 1_000).toISOString(),
});
const received = (id: string, second = 0): Received => ({
  event: event(id, second),
  receivedAt: second * 1_000,
});
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id);

describe('the rows of a live tail', () => {
  it('are the newest first, each once, as they were read last', () => {
    const outcome = { ...event('b', 2), decisions: [pushed('accepted')] };
    const rows = tailRows([received('c', 3), received('b', 2)], [outcome, event('a', 1)]);
    expect(idsOf(rows)).toEqual(['c', 'b', 'a']);
    expect(rows[1]?.decisions).toHaveLength(1);
  });

  it('are bounded, and the oldest go', () => {
    let all: readonly Received[] = [];
    for (let count = 0; count < MOST_ROWS + 5; count += 1)
      all = withReceived(all, received(`id-${count}`, count));
    expect(all).toHaveLength(MOST_ROWS);
    const rows = tailRows(all, [event('old', -1)]);
    expect(rows).toHaveLength(MOST_ROWS);
    expect(rows[0]?.id).toBe(`id-${MOST_ROWS + 4}`);
    expect(idsOf(rows)).not.toContain('old');
  });

  it('hold an event that comes again once', () => {
    expect(withReceived([received('a')], received('a', 1))).toEqual([received('a', 1)]);
  });

  it('are new for ten seconds', () => {
    const all = [received('b', 8), received('a', 1)];
    expect([...newIds(all, 12_000)]).toEqual(['b']);
  });

  it('are read again while a push of one is not over', () => {
    expect(hasOpenPush([{ ...EVENT, decisions: [pushed('accepted')] }])).toBe(false);
    expect(hasOpenPush([{ ...EVENT, decisions: [pushed('pending')] }])).toBe(true);
    expect(hasOpenPush([EVENT, { ...EVENT, decisions: [held()] }])).toBe(true);
  });
});
