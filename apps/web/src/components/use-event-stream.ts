import { API_PREFIX } from '@bellhop/api/contract';
import { useEffect, useEffectEvent, useState } from 'react';
import type { z } from 'zod';

/** `broken`: the browser tries again by itself; `ended`: it was refused and does not. */
export type StreamState = 'connecting' | 'open' | 'broken' | 'ended';

interface EventStream {
  readonly state: StreamState;
  readonly reopen: () => void;
}

/** Follows server-sent events of one name at a path of the API; each one's text goes to `onText`. */
export function useEventStream(path: string, name: string, onText: (text: string) => void): EventStream {
  const [state, setState] = useState<StreamState>('connecting');
  const [round, setRound] = useState(0);
  const receive = useEffectEvent(onText);
  // Follows the stream, for as long as the page is there.
  useEffect(() => {
    const source = new EventSource(`${API_PREFIX}${path}`);
    source.addEventListener('open', () => setState('open'));
    source.addEventListener('error', () =>
      setState(source.readyState === EventSource.CLOSED ? 'ended' : 'broken'),
    );
    source.addEventListener(name, (message: MessageEvent<string>) => receive(message.data));
    return () => source.close();
  }, [path, name, round]);
  return {
    state,
    reopen: () => {
      setState('connecting');
      setRound((before) => before + 1);
    },
  };
}

/** What an event says; null where it is not what the contract says. */
export function readStreamed<S extends z.ZodType>(schema: S, text: string): z.output<S> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
