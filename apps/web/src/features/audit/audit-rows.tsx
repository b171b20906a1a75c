import type { AuditEventDto } from '@bellhop/api/contract';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ReactElement } from 'react';
import { clockTime, dateText } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';
import type { AuditSearch } from '../../searches.js';
import styles from './audit-page.module.css';
import { auditAddress } from './audit-place.js';
import type { Place } from '../../place.js';
import { auditSentence } from './audit-sentence.js';

interface AuditRowsProps {
  readonly tenantId: Place;
  readonly search: AuditSearch;
  readonly events: readonly AuditEventDto[];
}

/** The entries of a page, newest first, under the days they belong to; each opens with what changed. */
export function AuditRows({ tenantId, search, events }: AuditRowsProps): ReactElement {
  const zone: Zone = search.zone ?? 'local';
  return (
    <>
      {byDay(events, zone).map(([day, ofDay]) => (
        <Fragment key={day}>
          <h2 className={styles['day']}>{day}</h2>
          <ul className={styles['list']}>
            {ofDay.map((event) => (
              <li key={event.position}>
                <Link
                  {...auditAddress(tenantId, { ...search, entry: event.position })}
                  className={styles['row']}
                  data-open={event.position === search.entry ? true : undefined}
                  resetScroll={false}
                >
                  <time className={styles['time']} dateTime={event.at}>
                    {clockTime(event.at, zone)}
                  </time>
                  <span>{auditSentence(event)}</span>
                  {event.reason !== null && <span className={styles['reason']}>“{event.reason}”</span>}
                </Link>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </>
  );
}

function byDay(
  events: readonly AuditEventDto[],
  zone: Zone,
): readonly (readonly [string, readonly AuditEventDto[]])[] {
  const days = new Map<string, AuditEventDto[]>();
  for (const event of events) {
    const day = dateText(event.at, zone);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days];
}
