import type { EventDto } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { TextLink } from '../../components/links.js';

interface OneRegistrationProps {
  readonly events: readonly EventDto[];
  readonly registrationId: string;
}

/** Says that the log shows the events of one registration, and of which. */
export function OneRegistration({ events, registrationId }: OneRegistrationProps): ReactElement {
  const decision = events
    .flatMap(({ decisions }) => decisions)
    .find((one) => one.registrationId === registrationId);
  return (
    <Text size="sm" mb="sm" role="note" style={{ overflowWrap: 'anywhere' }}>
      Only what is about one registration
      {decision !== undefined && (
        <>
          {': at '}
          <strong>
            <Address text={decision.appServer} />
          </strong>
          {decision.node === '' ? ', without a node' : `, node ${decision.node}`}
        </>
      )}
      {'. '}
      <TextLink
        from="/tenants/$tenantId/"
        to="."
        search={(before) => ({ ...before, registrationId: undefined, cursor: undefined })}
        size="sm"
      >
        Show all of the account
      </TextLink>
    </Text>
  );
}
