import type { DecisionDto, EventDto, PushDto, WaitingPushDto } from '@bellhop/api/contract';

/** What became of the push that a decision is about. */
export type PushFate =
  /** There is none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'waits'; readonly waiting: WaitingPushDto }
  /** It waited, and was not needed any more or came too late. */
  | { readonly kind: 'given-up' }
  | { readonly kind: 'made'; readonly push: PushDto };

/** Reads it from a decision. */
export function fateOf({ pushId, push, waiting }: DecisionDto): PushFate {
  if (push !== null) return { kind: 'made', push };
  if (waiting !== null) return { kind: 'waits', waiting };
  return { kind: pushId === null ? 'none' : 'given-up' };
}

const GIVES_UP: ReadonlySet<DecisionDto['reason']> = new Set([
  'came-back',
  'expired',
  'app-server-not-allowed',
  'unimportant',
  'quota',
  'tenant-suspended',
]);

/** Whether the decision was to give a push up that waited, rather than to make one. */
export function isGivenUpBy({ reason, pushId }: DecisionDto): boolean {
  return pushId !== null && GIVES_UP.has(reason);
}

/** The event that a push was made for first, if that is another one; it tells the same push from its beginning. */
export function otherEventOf(fate: PushFate, event: Pick<EventDto, 'id'>): string | null {
  const eventId =
    fate.kind === 'made' ? fate.push.eventId : fate.kind === 'waits' ? fate.waiting.eventId : event.id;
  return eventId === event.id ? null : eventId;
}

/** The id of the push that was made for a registration and is over, so that it can be made once more; null: none. */
export function overPush(decisions: readonly DecisionDto[]): string | null {
  const isOver = ({ push, waiting }: DecisionDto) =>
    push !== null && waiting === null && push.outcome !== 'pending' && push.outcome !== 'deferred';
  return decisions.findLast(isOver)?.push?.id ?? null;
}
