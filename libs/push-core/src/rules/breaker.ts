import type { Action } from '../action.js';
import type { AppServer, Facts, PendingPush } from '../facts.js';
import type { Answer } from '../input.js';
import { appServerDomain } from './app-server-lists.js';
import { spread } from './spread.js';

const FAULTS_TO_PAUSE = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;
/** How long an attempt is waited for. */
const ATTEMPT_MS = 60_000;
/** A probe that got lost must not keep the app server paused for ever; longer than an attempt is waited for. */
const PROBE_MS = 90_000;
/**
 * So many pushes without answer are as many as an app server gets from one tenant at once. Their answers come behind
 * whatever else waits at the chat server: few would keep a healthy app server waiting under load.
 */
const MOST_IN_FLIGHT = 2000;
/** How soon a push looks again whether one of those in flight has been answered. */
const ROOM_MS = 1000;

/** What is known of the app servers of a domain. */
export function appServerOf(domain: string, { appServers }: Pick<Facts, 'appServers'>): AppServer {
  return appServers.find((known) => known.domain === domain) ?? working(domain);
}

/** How many pushes may be published to an app server now. One that is paused gets a single push, as a probe. */
export function roomAt({ inFlight, pausedUntil, probe }: AppServer, { now }: Pick<Facts, 'now'>): number {
  if (pausedUntil === null) return Math.max(0, MOST_IN_FLIGHT - inFlight);
  const isProbed = probe !== null && now - probe.sentAt < PROBE_MS;
  return now < pausedUntil || isProbed ? 0 : 1;
}

/** When, by our clock, to look again whether there is room. */
export function roomAgainAt({ pausedUntil }: AppServer, { now }: Pick<Facts, 'now'>): number {
  return Math.max(now + ROOM_MS, pausedUntil ?? 0);
}

/** A push to an app server that is paused is its probe. */
export function noteProbe(domain: string, pushId: string, facts: Facts): readonly Action[] {
  const known = appServerOf(domain, facts);
  return known.pausedUntil === null ? [] : [note({ ...known, probe: { pushId, sentAt: facts.now } })];
}

/** Learns from how an attempt ended whether the app server is there: paused after five in a row that did not reach it. */
export function noteAnswer(push: PendingPush, answer: Answer | null, facts: Facts): readonly Action[] {
  const known = appServerOf(appServerDomain(push.appServer), facts);
  const isProbe = known.probe?.pushId === push.id;
  if (!isUnreached(answer)) return noteReached(known, facts);
  // Nothing is known of a probe that was lost on our side: the next push may be one.
  if (isLost(push, answer)) return isProbe ? [note({ ...known, probe: null })] : [];
  if (isOldNews(push, answer, known, facts)) return [];
  const faults = known.faults + 1;
  if (known.pausedUntil !== null) return isProbe ? [note(pause({ ...known, faults }, facts))] : [];
  if (faults < FAULTS_TO_PAUSE) return [note({ ...known, faults })];
  return [note(pause({ ...known, faults }, facts)), pausedNotice(known.domain, answer)];
}

/** Without an answer, or with one that a server on the way gave. */
function isUnreached(answer: Answer | null): boolean {
  if (answer?.kind === 'error') return UNREACHED.includes(answer.condition);
  return answer?.kind !== 'result';
}

const UNREACHED: readonly string[] = ['remote-server-timeout', 'remote-server-not-found'];

/** The attempt may never have left. */
function isLost({ isInterrupted }: PendingPush, answer: Answer | null): boolean {
  return answer === null ? isInterrupted : answer.kind === 'unsent';
}

/** The attempt counts already, or began before the app server came back. */
function isOldNews(
  { state }: PendingPush,
  answer: Answer | null,
  { backAt }: AppServer,
  { now }: Facts,
): boolean {
  if (state !== 'in-flight') return true;
  return answer === null && backAt !== null && now - backAt < ATTEMPT_MS;
}

function noteReached(known: AppServer, { now }: Facts): readonly Action[] {
  if (known.pausedUntil !== null)
    return [note({ ...working(known.domain), backAt: now }), backNotice(known.domain)];
  return known.faults === 0 ? [] : [note({ ...known, faults: 0 })];
}

function pause(known: AppServer, facts: Facts): AppServer {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** known.pauses, LONGEST_PAUSE_MS);
  return { ...known, pausedUntil: facts.now + spread(pauseMs, facts), pauses: known.pauses + 1, probe: null };
}

function working(domain: string): AppServer {
  return { domain, inFlight: 0, faults: 0, pausedUntil: null, pauses: 0, probe: null, backAt: null };
}

function note({ inFlight: _, ...appServer }: AppServer): Action {
  return { kind: 'note-app-server', appServer };
}

function pausedNotice(domain: string, answer: Answer | null): Action {
  const why = answer?.kind === 'error' ? answer.condition : 'no answer within 60 s';
  const detail = `${domain}: ${FAULTS_TO_PAUSE} attempts in a row did not reach it (${why}). Its pushes wait; one at a time goes out to see whether it is back.`;
  return { kind: 'notice', reason: 'app-server-paused', detail };
}

function backNotice(domain: string): Action {
  return {
    kind: 'notice',
    reason: 'app-server-back',
    detail: `${domain} answers again. The pushes that waited for it are sent.`,
  };
}
