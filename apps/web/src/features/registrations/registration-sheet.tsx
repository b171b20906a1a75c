import type { RegistrationDto } from '@bellhop/api/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { CopyIcon } from '../../components/copy-button.js';
import { Fact, Facts } from '../../components/facts.js';
import { Distance, Due, Lasting } from '../../components/instant.js';
import { TextLink } from '../../components/links.js';
import { isMasked } from '../../components/masked.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SideSheet } from '../../components/side-sheet.js';
import { StateBadge } from '../../components/state-badge.js';
import { OUTCOME_WORDS, REMOVAL_WORDS } from '../../reasons.js';
import { RegistrationActions } from './registration-actions.js';
import { registrationQuery } from './registration-requests.js';

interface RegistrationSheetProps {
  readonly tenantId: string;
  readonly registrationId: string;
}

/** All that is known of one registration, beside the list, and what can be done with it. */
export function RegistrationSheet({ tenantId, registrationId }: RegistrationSheetProps): ReactElement {
  const navigate = useNavigate({ from: '/tenants/$tenantId/registrations' });
  const { data, error, refetch } = useQuery(registrationQuery(tenantId, registrationId));
  const close = () =>
    void navigate({ to: '.', search: (before) => ({ ...before, open: undefined }), resetScroll: false });
  return (
    <SideSheet title="Registration" onClose={close}>
      {data === undefined && error !== null && <ProblemView error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <RowSkeletons label="Loading the registration" rows={4} />}
      {data !== undefined && (
        <Stack gap="lg">
          <State registration={data} />
          <RegistrationFacts tenantId={tenantId} registration={data} />
          <RegistrationActions tenantId={tenantId} registration={data} />
        </Stack>
      )}
    </SideSheet>
  );
}

function State({ registration: { removedAt, removalReason } }: OfRegistration): ReactElement {
  if (removedAt === null) return <div>{<StateBadge tone="good" word="In use" />}</div>;
  const words = removalReason === null ? null : REMOVAL_WORDS[removalReason];
  return (
    <div>
      <StateBadge tone={words?.tone ?? 'quiet'} word="Removed" /> <Distance at={removedAt} />
      {words !== null && `: ${words.meaning} ${words.nextStep}`}
    </div>
  );
}

interface OfRegistration {
  readonly registration: RegistrationDto;
}

interface OfTenant extends OfRegistration {
  readonly tenantId: string;
}

function RegistrationFacts({ tenantId, registration }: OfTenant): ReactElement {
  const { account, appServer, node, strikes, maxErrors } = registration;
  return (
    <Facts>
      <Fact name="Account">
        <Copied text={account} what="the account" />
      </Fact>
      <Fact name="App server">
        <Copied text={appServer} what="the app server" />
      </Fact>
      <Fact name="Node">{node === '' ? 'none' : <Copied text={node} what="the node" />}</Fact>
      <Fact name="Options of the app">{registration.hasOptions ? 'kept, encrypted' : 'none'}</Fact>
      <Fact name="First enabled">
        <Distance at={registration.firstEnabledAt} />
      </Fact>
      <Fact name="Enabled">
        <Distance at={registration.enabledAt} />
      </Fact>
      <Fact name="Strikes">
        {strikes} of {maxErrors}
      </Fact>
      <Binding registration={registration} />
      <Fact name="Last push">
        <LastPush registration={registration} />
      </Fact>
      <Fact name="Waiting pushes">
        <Waiting tenantId={tenantId} registration={registration} />
      </Fact>
      <Fact name="Its events">
        <TextLink
          to="/tenants/$tenantId"
          params={{ tenantId }}
          search={{ registrationId: registration.id }}
          size="sm"
        >
          In the delivery log
        </TextLink>
      </Fact>
    </Facts>
  );
}

function Copied({ text, what }: { readonly text: string; readonly what: string }): ReactElement {
  return (
    <>
      <span>
        <Address text={text} />
      </span>
      {!isMasked(text) && <CopyIcon text={text} what={what} />}
    </>
  );
}

function Binding({ registration }: OfRegistration): ReactElement {
  const { boundResource, boundClient, boundAt } = registration;
  if (boundAt === null && boundResource === null) return <Fact name="Session">none</Fact>;
  return (
    <>
      <Fact name="Session">
        {boundResource ?? 'unnamed'} {boundAt !== null && <Lasting since={boundAt} />}
      </Fact>
      {boundClient !== null && (
        <Fact name="Client">
          <Copied text={boundClient} what="the client's id" />
        </Fact>
      )}
    </>
  );
}

function LastPush({ registration: { lastPushAt, lastOutcome } }: OfRegistration): ReactElement {
  if (lastPushAt === null) return <>none yet</>;
  return (
    <>
      <Distance at={lastPushAt} />
      {lastOutcome !== null && (
        <StateBadge tone={OUTCOME_WORDS[lastOutcome].tone} word={OUTCOME_WORDS[lastOutcome].title} />
      )}
    </>
  );
}

function Waiting({ tenantId, registration: { id, waiting } }: OfTenant): ReactElement {
  if (waiting.length === 0) return <>none</>;
  return (
    <>
      {waiting.map(({ pushId, eventId, attempt, dueAt }) => (
        <TextLink
          key={pushId}
          to="/tenants/$tenantId"
          params={{ tenantId }}
          search={{ registrationId: id, event: eventId }}
          size="sm"
        >
          {attempt > 1 ? `Attempt ${attempt}` : 'First attempt'}, due <Due at={dueAt} />
        </TextLink>
      ))}
    </>
  );
}
