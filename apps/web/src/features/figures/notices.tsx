import type { EventDto } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { Distance } from '../../components/instant.js';
import { TextLink } from '../../components/links.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { StateBadge } from '../../components/state-badge.js';
import { eventsQuery } from '../../queries.js';
import { REASON_WORDS } from '../../reasons.js';
import styles from './figures-page.module.css';

const SHOWN = 5;

/** The newest notices of the delivery log: app servers paused and back, levels of the quota. */
export function Notices({ tenantId }: { readonly tenantId: string }): ReactElement {
  return (
    <section aria-label="Notices">
      <SectionHead
        title="Notices"
        hint="App servers that were paused or came back, and levels of the quota"
        action={
          <TextLink to="/tenants/$tenantId" params={{ tenantId }} search={{ kind: 'notice' }} size="sm">
            All notices in the log
          </TextLink>
        }
      />
      <NewestNotices tenantId={tenantId} />
    </section>
  );
}

function NewestNotices({ tenantId }: { readonly tenantId: string }): ReactElement {
  const { data, error, refetch } = useQuery(eventsQuery(tenantId, { kind: 'notice', limit: SHOWN }));
  if (data === undefined && error !== null)
    return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <Card flush>
        <RowSkeletons label="Loading the notices" rows={2} />
      </Card>
    );
  }
  return (
    <Card flush={data.events.length > 0}>
      {data.events.length === 0 ? (
        <Text size="sm">None in the time for which the log is kept.</Text>
      ) : (
        <ul className={styles['notices']}>
          {data.events.map((event) => (
            <Notice key={event.id} event={event} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Notice({ event: { at, reason, detail } }: { readonly event: EventDto }): ReactElement {
  const words = reason === null ? null : REASON_WORDS[reason];
  return (
    <li className={styles['notice']}>
      <Text size="sm" c="dimmed">
        <Distance at={at} />
      </Text>
      <div>{words !== null && <StateBadge tone={words.tone} word={words.title} />}</div>
      <Text size="sm">{detail ?? words?.meaning}</Text>
    </li>
  );
}
