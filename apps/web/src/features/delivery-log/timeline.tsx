import type { DecisionDto, EventDto } from '@bellhop/api/contract';
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { CopyIcon, CopyTextButton } from '../../components/copy-button.js';
import { Fact, Facts } from '../../components/facts.js';
import { dateText, zoneName } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';
import { TextLink } from '../../components/links.js';
import { isMasked } from '../../components/masked.js';
import { tenantQuery } from '../../queries.js';
import { eventSentence } from './event-sentence.js';
import { KIND_WORDS } from './kind-words.js';
import { TimelineStep } from './timeline-step.js';
import { overPush } from './push-fate.js';
import { decisionSteps, eventSteps, recordedStep } from './timeline-steps.js';
import type { Telling } from './timeline-steps.js';
import styles from './timeline.module.css';
import { useLogReading } from './use-log-reading.js';

// Loaded where a push is over.
const ResendPush = lazy(async () => ({ default: (await import('./resend-push.js')).ResendPush }));

interface TimelineProps {
  readonly tenantId: string;
  readonly event: EventDto;
  readonly zone: Zone;
}

/** An event from its report to the outcome at each registration, in plain words. */
export function Timeline({ tenantId, event, zone }: TimelineProps): ReactElement {
  const { data: tenant } = useQuery(tenantQuery(tenantId));
  const reading = useLogReading(tenantId, zone);
  const telling = { event, maxErrors: tenant?.policy.maxErrors ?? Infinity, reading };
  return (
    <Stack gap="lg">
      <Text>{eventSentence(event, reading)}</Text>
      <EventFacts tenantId={tenantId} event={event} zone={zone} />
      <ol className={styles['steps']} aria-label="The event">
        {eventSteps(event).map((step) => (
          <TimelineStep key={step.key} step={step} zone={zone} />
        ))}
      </ol>
      {byRegistration(event.decisions).map(([id, decisions]) => (
        <Registration key={id} tenantId={tenantId} decisions={decisions} telling={telling} />
      ))}
      <ol className={styles['steps']} aria-label="The record">
        <TimelineStep step={recordedStep(event)} zone={zone} />
      </ol>
      <div>
        <CopyTextButton text={window.location.href} what="link to this event" />
      </div>
    </Stack>
  );
}

function byRegistration(
  decisions: readonly DecisionDto[],
): readonly (readonly [string, readonly DecisionDto[]])[] {
  const ids = new Set(decisions.map(({ registrationId }) => registrationId));
  return [...ids].map((id) => [id, decisions.filter(({ registrationId }) => registrationId === id)]);
}

function EventFacts({ tenantId, event, zone }: TimelineProps): ReactElement {
  const { account, sender, kind, at } = event;
  return (
    <Facts>
      {account !== null && (
        <Fact name="Account">
          {account} {!isMasked(account) && <CopyIcon text={account} what="the account" />}
        </Fact>
      )}
      {account !== null && !isMasked(account) && (
        <Fact name="Devices">
          <TextLink
            to="/tenants/$tenantId/registrations"
            params={{ tenantId }}
            search={{ account, removed: true }}
            size="sm"
          >
            Registrations of the account
          </TextLink>
        </Fact>
      )}
      {sender !== null && <Fact name="Sender">{sender}</Fact>}
      <Fact name="Kind">{KIND_WORDS[kind]}</Fact>
      <Fact name="Day">
        {dateText(at, zone)}, times in {zoneName(zone)}
      </Fact>
    </Facts>
  );
}

interface RegistrationProps {
  readonly tenantId: string;
  /** About one registration; more than one where a push that waited was given up besides. */
  readonly decisions: readonly DecisionDto[];
  readonly telling: Telling;
}

function Registration({ tenantId, decisions, telling }: RegistrationProps): ReactElement | null {
  const [first] = decisions;
  if (first === undefined) return null;
  const { registrationId, appServer, node } = first;
  const over = overPush(decisions);
  return (
    <section className={styles['registration']} aria-label={`Registration at ${appServer}`}>
      <Title order={3}>{appServer}</Title>
      <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {node === '' ? 'no node' : node}{' '}
        {node !== '' && !isMasked(node) && <CopyIcon text={node} what="the node" />}
      </Text>
      <Text size="sm" mb="md">
        <TextLink
          to="/tenants/$tenantId/registrations"
          params={{ tenantId }}
          search={{ open: registrationId }}
          size="sm"
        >
          This registration
        </TextLink>
      </Text>
      <ol className={styles['steps']}>
        {decisions.flatMap((decision, index) =>
          decisionSteps(decision, telling).map((step) => (
            <TimelineStep key={`${index} ${step.key}`} step={step} zone={telling.reading.zone} />
          )),
        )}
      </ol>
      <Suspense fallback={null}>{over !== null && <ResendPush tenantId={tenantId} pushId={over} />}</Suspense>
    </section>
  );
}
