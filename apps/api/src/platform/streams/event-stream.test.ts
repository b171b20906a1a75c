import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream.js';

const readAll = async (stream: EventStream) => {
  let text = '';
  for await (const chunk of stream.readable) text += String(chunk);
  return text;
};

describe('a stream of events', () => {
  it('names each event, and where a reader goes on', async () => {
    const stream = new EventStream();
    stream.send('event', { text: 'a\nb' }, 'id-1');
    stream.beat();
    stream.send('missed', {});
    stream.end('shutdown');
    stream.send('event', 'after the end');
    expect(await readAll(stream)).toBe(
      'retry: 2000\n\nid: id-1\nevent: event\ndata: {"text":"a\\nb"}\n\n:\n\nevent: missed\ndata: {}\n\n' +
        'event: end\ndata: {"reason":"shutdown"}\n\n',
    );
  });

  it('ends for a reader that takes nothing, and keeps no more than a million characters for it', async () => {
    vi.useFakeTimers();
    const stream = new EventStream();
    for (let sent = 0; sent < 50; sent += 1) stream.send('event', 'x'.repeat(100_000));
    expect(stream.isOpen).toBe(false);
    expect(stream.readable.readableLength).toBeLessThan(1_000_100);
    vi.advanceTimersByTime(2000);
    vi.useRealTimers();
    await setImmediate();
    expect(stream.readable.destroyed).toBe(true);
  });

  it('tells a reader that was too slow so', async () => {
    const stream = new EventStream();
    for (let sent = 0; sent < 12; sent += 1) stream.send('event', 'x'.repeat(100_000));
    expect(await readAll(stream)).toMatch(/event: end\ndata: \{"reason":"too-slow"\}\n\n$/);
  });
});
