import type { Tenant } from '@bellhop/api/contract';
import type { Tone } from '../reasons.js';
import { WHOLE_EVENT_WORDS } from '../reasons/whole-event.js';
import { nearText } from './instant-text.js';
import type { Reading } from './instant-text.js';
import { quotaUse } from './quota-use.js';

/** Something that a person should look at. */
export interface Attention {
  readonly key: string;
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
  readonly nextStep: string;
}

type Watched = Pick<Tenant, 'quota' | 'quotaUse' | 'pausedAppServers'>;

/** Percent of a day's quota from which on somebody should know before it is used up. */
const NEARLY = 90;

/** What holds up a tenant's pushes, or soon will; the worst first. */
export function tenantAttention(tenant: Watched, reading: Reading): readonly Attention[] {
  return [...quotaAttention(tenant), ...pausedAttention(tenant, reading)];
}

function quotaAttention(tenant: Watched): readonly Attention[] {
  const day = quotaUse(tenant, 'day');
  const minute = quotaUse(tenant, 'minute');
  const nextStep =
    'Raise the quota under Log and quota, or look under Figures for what makes so many pushes.';
  if (day !== null && day.percent >= 100) {
    const text = `The quota of ${countText(day.limit)} a day is used up; no other push is made before 00:00 UTC.`;
    return [{ key: 'day', tone: 'bad', word: 'Quota used up', text, nextStep }];
  }
  if (minute !== null && minute.percent >= 100) {
    const text = `The quota of ${countText(minute.limit)} a minute is used up; no other push is made before the next minute.`;
    return [{ key: 'minute', tone: 'bad', word: 'Quota used up', text, nextStep }];
  }
  if (day === null || day.percent < NEARLY) return [];
  const text = `${countText(day.used)} of ${countText(day.limit)} pushes a day are used (${day.percent} %).`;
  return [{ key: 'day', tone: 'warning', word: 'Quota nearly used up', text, nextStep }];
}

function pausedAttention({ pausedAppServers }: Watched, reading: Reading): readonly Attention[] {
  const { title, tone, nextStep } = WHOLE_EVENT_WORDS['app-server-paused'];
  return pausedAppServers.map(({ domain, since, until }) => {
    const next =
      Date.parse(until) <= reading.now
        ? 'one at a time goes out now'
        : `the next one goes out at ${nearText(until, reading)}`;
    const text = `${domain} has not been reached since ${nearText(since, reading)}. Its pushes wait; ${next}, to see whether it is back.`;
    return { key: domain, tone, word: title, text, nextStep };
  });
}

function countText(count: number): string {
  return count.toLocaleString('en-GB');
}
