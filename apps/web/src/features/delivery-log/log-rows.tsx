import type { EventDto } from '@bellhop/api/contract';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { clockTime, dateText } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';
import { StateBadge } from '../../components/state-badge.js';
import { badgesOf } from './event-badges.js';
import { eventSentence } from './event-sentence.js';
import type { LogReading } from './log-reading.js';
import styles from './log-page.module.css';
import { useLogReading } from './use-log-reading.js';

interface LogRowsProps {
  readonly tenantId: string;
  readonly events: readonly EventDto[];
  readonly zone: Zone;
  /** The event whose timeline is open. */
  readonly open: string | undefined;
  /** Events that came a moment ago. */
  readonly fresh?: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The events of a page, newest first, under the days they belong to. */
export function LogRows({ tenantId, events, zone, open, fresh = NONE }: LogRowsProps): ReactElement {
  const reading = useLogReading(tenantId, zone);
  return (
    <>
      {byDay(events, zone).map(([day, ofDay]) => (
        <Fragment key={day}>
          <h2 className={styles['day']}>{day}</h2>
          <ul className={styles['list']}>
            {ofDay.map((event) => (
              <li key={event.id}>
                <LogRow
                  event={event}
                  reading={reading}
                  isOpen={event.id === open}
                  isFresh={fresh.has(event.id)}
                />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

interface LogRowProps {
  readonly event: EventDto;
  readonly reading: LogReading;
  readonly isOpen: boolean;
  readonly isFresh: boolean;
}

function LogRow({ event, reading, isOpen, isFresh }: LogRowProps): ReactElement {
  return (
    <Link
      from="/tenants/$tenantId/"
      to="."
      search={(before) => ({ ...before, event: event.id })}
      className={styles['row']}
      data-open={isOpen ? true : undefined}
      data-fresh={isFresh ? true : undefined}
      resetScroll={false}
    >
      <time className={styles['time']} dateTime={event.at}>
        {clockTime(event.at, reading.zone)}
        {isFresh && <strong className={styles['fresh']}>new</strong>}
      </time>
      <span className={styles['account']}>
        <Address text={event.account ?? 'whole domain'} />
      </span>
      <span className={styles['sentence']}>{eventSentence(event, reading)}</span>
      <span className={styles['badges']}>
        {badgesOf(event).map(({ key, tone, word }) => (
          <StateBadge key={key} tone={tone} word={word} />
        ))}
      </span>
    </Link>
  );
}

function byDay(events: readonly EventDto[], zone: Zone): readonly (readonly [string, readonly EventDto[]])[] {
  const days = new Map<string, EventDto[]>();
  for (const event of events) {
    const day = dateText(event.at, zone);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days];
}
