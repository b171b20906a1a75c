import type { Action } from '../action.js';
import type { Facts, Window } from '../facts.js';
import { appServerDomain } from './app-server-lists.js';
import { noteProbe } from './breaker.js';
import { countPushes } from './quota.js';
import { giveUp } from './retry.js';

type Publish = Extract<Action, { kind: 'publish' }>;
type Supersedes = Pick<Window, 'pushId' | 'registrationId' | 'importance'>;

/** Adds what follows when pushes are made, whatever they are made for: older ones are superseded, quotas count them. */
export function withConsequences(actions: readonly Action[], facts: Facts): readonly Action[] {
  const publishes = actions.filter((action): action is Publish => action.kind === 'publish');
  const fresh = [...publishes, ...actions.flatMap(waitingForRoom)];
  const first = publishes.filter(({ attempt }) => attempt === 1);
  return [
    ...actions,
    ...superseded(fresh, actions, facts),
    ...publishes.flatMap(({ to, pushId }) => noteProbe(appServerDomain(to), pushId, facts)),
    ...countPushes(first.length, facts),
  ];
}

function waitingForRoom(action: Action): readonly Supersedes[] {
  return action.kind === 'open-window' && action.window.kind === 'app-server' ? [action.window] : [];
}

function superseded(
  fresh: readonly Supersedes[],
  actions: readonly Action[],
  { registrations, windows }: Facts,
): readonly Action[] {
  const closed = new Set(
    actions.flatMap((action) => (action.kind === 'close-window' ? [action.pushId] : [])),
  );
  return windows.flatMap((window) => {
    const newer = fresh.find((push) => supersedes(push, window));
    const account = registrations.find(({ id }) => id === window.registrationId)?.account;
    if (newer === undefined || account === undefined || closed.has(window.pushId)) return [];
    return [giveUp(account, window, { reason: 'newer-push', by: newer.pushId })];
  });
}

/** Whether a push wakes the device of one that waits to be tried again, or for room, and for no less. */
export function supersedes({ pushId, registrationId, importance }: Supersedes, window: Window): boolean {
  const mayBeSuperseded = window.kind === 'retry' || window.kind === 'app-server';
  if (!mayBeSuperseded || window.pushId === pushId || window.registrationId !== registrationId) return false;
  return importance === 'important' || window.importance === 'unimportant';
}
