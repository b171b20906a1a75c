import { Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Card } from '../../components/card.js';
import { ButtonLink } from '../../components/links.js';
import { SectionHead } from '../../components/section-head.js';
import { connectionsQuery, tenantsQuery } from '../../queries.js';
import styles from './getting-started.module.css';

/** Leads a newcomer from nothing to the first domain; gone once there is one. */
export function GettingStarted(): ReactElement | null {
  const { data: connections } = useQuery(connectionsQuery());
  const { data: tenants } = useQuery(tenantsQuery());
  if (connections === undefined || tenants === undefined || tenants.tenants.length > 0) return null;
  const first = connections.connections[0];
  const isOnline = connections.connections.some(({ state }) => state === 'online');
  return (
    <Card>
      <SectionHead title="Three steps to the first push" />
      <ol className={styles['steps']}>
        <Step
          number={1}
          title="Add a connection"
          isDone={first !== undefined}
          action={
            first === undefined && (
              <ButtonLink to="/" search={{ open: 'new-connection' }}>
                Add the first connection
              </ButtonLink>
            )
          }
        >
          Name the component and say where the chat server listens.
        </Step>
        <Step
          number={2}
          title="Paste the configuration"
          isDone={isOnline}
          action={
            first !== undefined &&
            !isOnline && (
              <ButtonLink to="/" search={{ open: 'configuration', connection: first.id }} variant="default">
                Show the configuration
              </ButtonLink>
            )
          }
        >
          Bellhop writes the lines for Prosody; you copy the adapter, paste them and restart. The connection
          turns to Online by itself.
        </Step>
        <Step number={3} title="Add your domain" isDone={false} action={false}>
          It appears here under “Waiting to be added” as soon as the chat server says hello.
        </Step>
      </ol>
    </Card>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  readonly action: ReactNode;
  readonly children: ReactNode;
}

function Step({ number, title, isDone, action, children }: StepProps): ReactElement {
  return (
    <li className={styles['step']}>
      <span className={`${styles['number']} ${isDone ? styles['done'] : ''}`}>
        {isDone ? <IconCheck size={16} aria-label="Done" /> : number}
      </span>
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
        {action !== false && <div className={styles['action']}>{action}</div>}
      </div>
    </li>
  );
}
