import type { DecisionDto, EventDto } from '@bellhop/api/contract';
import { appServerDomain } from '../../components/app-server-domain.js';
import type { Reading } from '../../components/instant-text.js';
import { instantOfUuid } from './uuid-instant.js';

/** Who reads a log, and what has to be known of its tenant to say what comes next. */
export interface LogReading extends Reading {
  /** For how long a push is tried again; undefined: not known yet. */
  readonly pushTtlSeconds: number | undefined;
  /** Domains of the app servers that are paused. */
  readonly pausedDomains: readonly string[];
}

/** Until when a push that is not over is tried again; null: not known yet. */
export function triedUntil(
  { id, recordedAt }: Pick<EventDto, 'id' | 'recordedAt'>,
  { push, waiting }: DecisionDto,
  { pushTtlSeconds }: LogReading,
): string | null {
  const pushId = push?.id ?? waiting?.pushId;
  if (pushId === undefined || pushTtlSeconds === undefined) return null;
  const isOwn = (push ?? waiting)?.eventId === id;
  // Of a push that was made for another event, the instant of that one is in its id.
  const since = Date.parse(isOwn ? recordedAt : instantOfUuid(pushId));
  return new Date(since + pushTtlSeconds * 1000).toISOString();
}

/** "push.app.example, which is paused because it does not answer", to follow "waits for". */
export function heldUpBy(appServer: string, { pausedDomains }: LogReading): string {
  const domain = appServerDomain(appServer);
  const why = pausedDomains.includes(domain)
    ? 'is paused because it does not answer'
    : 'has enough to answer for now';
  return `${domain}, which ${why}`;
}
