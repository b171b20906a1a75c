import { IconDeviceMobileOff, IconSearchOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { ButtonLink } from '../../components/links.js';
import type { RegistrationSearch } from '../../searches.js';

/** Why the list is empty: nobody enabled push yet, or nothing matches. */
export function NoRegistrations({ search }: { readonly search: RegistrationSearch }): ReactElement {
  const isFiltered = search.account !== undefined || search.appServer !== undefined;
  if (isFiltered) {
    return (
      <Card flush>
        <EmptyState
          icon={<IconSearchOff size={36} stroke={1.4} />}
          title="No registration matches"
          action={
            <ButtonLink from="/tenants/$tenantId/registrations" to="." search={{}} variant="default">
              Clear the search
            </ButtonLink>
          }
        >
          Check the spelling, or show removed registrations too: they are kept as long as the delivery log.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card flush>
      <EmptyState
        icon={<IconDeviceMobileOff size={36} stroke={1.4} />}
        title="No device has enabled push yet"
      >
        Apps that support push enable it by themselves when they connect. The first one appears here at once.
      </EmptyState>
    </Card>
  );
}
