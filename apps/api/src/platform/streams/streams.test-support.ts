import type { AddressInfo } from 'node:net';
import type { TestApi } from '../api.test-support.js';

/** An event of a stream, as it came. */
export interface StreamedEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
}

export interface OpenedStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; null: the stream is over. Comments are passed over. */
  next(): Promise<StreamedEvent | null>;
  /** The next block of lines, whatever it is; null: the stream is over. */
  nextBlock(): Promise<string | null>;
  close(): Promise<void>;
}

/** Listens with an API, for what goes on after the answer has begun; returns how to open streams of it. */
export async function listenWith(
  api: TestApi,
): Promise<(path: string, headers: Record<string, string>) => Promise<OpenedStream>> {
  await api.app.listen(0, '127.0.0.1');
  const { port } = api.app.getHttpServer().address() as AddressInfo;
  return async (path, headers) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers });
    return toOpened(answer);
  };
}

function toOpened(answer: Response): OpenedStream {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('the answer has no body');
  let text = '';
  const nextBlock = async (): Promise<string | null> => {
    for (let end = text.indexOf('\n\n'); ; end = text.indexOf('\n\n')) {
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return block;
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  const next = async (): Promise<StreamedEvent | null> => {
    const block = await nextBlock();
    if (block === null) return null;
    const event = /^event: (.*)$/m.exec(block)?.[1];
    if (event === undefined) return next();
    const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') as unknown;
    return { event, id: /^id: (.*)$/m.exec(block)?.[1] ?? null, data };
  };
  return { status: answer.status, headers: answer.headers, next, nextBlock, close: () => reader.cancel() };
}
