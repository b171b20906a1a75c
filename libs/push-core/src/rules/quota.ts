import type { Action } from '../action.js';
import type { Facts, Quota } from '../facts.js';
import type { QuotaPeriod } from '../reason.js';

const PERIOD_MS: Readonly<Record<QuotaPeriod, number>> = { minute: 60_000, day: 86_400_000 };
/** In percent of the limit; the highest first. */
const LEVELS = [100, 90, 70, 50];

/** How many pushes the tenant may still make; Infinity where it has no quota. */
export function quotaLeft({ quotas, now }: Pick<Facts, 'quotas' | 'now'>): number {
  const left = quotas.map((quota) => quota.limit - inPeriodOf(quota, now).pushes);
  return Math.max(0, Math.min(Infinity, ...left));
}

/** When, by our clock, a push that waits may be made: now, in the next minute, or not at all where the day is used up. */
export function quotaAgainAt({ quotas, now }: Pick<Facts, 'quotas' | 'now'>): number {
  const usedUp = quotas.filter((quota) => inPeriodOf(quota, now).pushes >= quota.limit);
  if (usedUp.length === 0) return now;
  return usedUp.some(({ period }) => period === 'day') ? Infinity : startOf('minute', now) + PERIOD_MS.minute;
}

/** Counts pushes that are made now, and says when a level is reached that has not been announced. */
export function countPushes(pushes: number, { quotas, now }: Facts): readonly Action[] {
  if (pushes === 0) return [];
  return quotas.flatMap((quota) => countIn(inPeriodOf(quota, now), pushes));
}

function countIn(quota: Quota, more: number): readonly Action[] {
  const counted = { ...quota, pushes: quota.pushes + more };
  const level = levelOf(counted);
  if (level <= quota.announced) return [{ kind: 'note-quota', quota: counted }];
  return [{ kind: 'note-quota', quota: { ...counted, announced: level } }, notice(quota, level)];
}

/**
 * The quota in the period that `now` is in. A level is announced once and again only after a whole period that stayed
 * below it: a tenant that hovers around one is not told every minute.
 */
function inPeriodOf(quota: Quota, now: number): Quota {
  const startsAt = startOf(quota.period, now);
  if (startsAt === quota.startsAt) return quota;
  const isNext = startsAt === quota.startsAt + PERIOD_MS[quota.period];
  return {
    ...quota,
    startsAt,
    pushes: 0,
    announced: isNext ? Math.min(quota.announced, levelOf(quota)) : 0,
  };
}

function startOf(period: QuotaPeriod, now: number): number {
  return Math.floor(now / PERIOD_MS[period]) * PERIOD_MS[period];
}

function levelOf({ pushes, limit }: Quota): number {
  return LEVELS.find((level) => pushes * 100 >= limit * level) ?? 0;
}

function notice({ period, limit }: Quota, level: number): Action {
  const what =
    level === 100
      ? `All ${limit} pushes of the ${period} have been made; no other is made before the next ${period}.`
      : `${level} % of the ${limit} pushes of the ${period} have been made.`;
  return { kind: 'notice', reason: 'quota-level', detail: what };
}
