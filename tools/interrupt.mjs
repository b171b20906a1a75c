import { Interrupted, STOP_SIGNALS } from './stop.mjs';

/**
 * The first Ctrl-C (or TERM, HUP) of this run. A terminal and npm both pass the same key press on, so what follows
 * within a second counts as the same wish.
 */
const SAME_WISH_MS = 1_000;
const listeners = new Set();
let asked;
let askedAt = 0;

/** Starts to watch; without this a signal would end the tool before its children. */
export function watchInterrupts() {
  for (const signal of STOP_SIGNALS) process.on(signal, () => onSignal(signal));
}

/** Calls `listener(signal)` for each wish to stop; the returned function ends that. */
export function onInterrupt(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Throws Interrupted when somebody has asked to stop. */
export function stopIfAsked() {
  if (asked) throw new Interrupted(asked);
}

function onSignal(signal) {
  const now = performance.now();
  if (asked && now - askedAt < SAME_WISH_MS) return;
  asked = signal;
  askedAt = now;
  for (const listener of listeners) listener(signal);
}
