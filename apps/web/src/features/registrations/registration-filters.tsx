import { SimpleGrid, Switch } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SearchField } from '../../components/search-field.js';
import type { RegistrationSearch } from '../../searches.js';

/** Narrows the list; a change starts at its first page again. */
export function RegistrationFilters({ search }: { readonly search: RegistrationSearch }): ReactElement {
  const navigate = useNavigate({ from: '/tenants/$tenantId/registrations' });
  const change = (part: Partial<RegistrationSearch>) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...part, cursor: undefined }),
      replace: true,
    });
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" verticalSpacing="sm" style={{ alignItems: 'end' }}>
      <SearchField
        label="Account"
        placeholder="juliet@example.org"
        value={search.account}
        onSearch={(account) => change({ account })}
      />
      <SearchField
        label="App server"
        placeholder="push.app.example"
        value={search.appServer}
        onSearch={(appServer) => change({ appServer })}
      />
      <Switch
        label="Show removed ones too"
        mb={8}
        checked={search.removed === true}
        onChange={(event) => change({ removed: event.currentTarget.checked ? true : undefined })}
      />
    </SimpleGrid>
  );
}
