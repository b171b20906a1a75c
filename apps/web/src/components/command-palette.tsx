import '@mantine/spotlight/styles.layer.css';
import { Spotlight } from '@mantine/spotlight';
import type { SpotlightActionData } from '@mantine/spotlight';
import { IconFile, IconPlus, IconSearch, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { tenantsQuery } from '../queries.js';
import { TENANT_PAGES } from './pages.js';
import { usePermissions } from './use-permissions.js';
import { useProviderPages } from './use-provider-pages.js';

export { spotlight } from '@mantine/spotlight';

const PROFILE = { to: '/profile', name: 'Your profile' } as const;

/** Every page and every tenant by name. Who opens it listens for its keys. */
export function CommandPalette(): ReactElement {
  const navigate = useNavigate();
  const may = usePermissions();
  const { data } = useQuery({ ...tenantsQuery(), refetchInterval: false });
  const pages = [...useProviderPages(), PROFILE].map(({ to, name }): SpotlightActionData => ({
    id: to,
    label: name,
    leftSection: <IconFile size={18} />,
    onClick: () => void navigate({ to }),
  }));
  const newConnection: SpotlightActionData = {
    id: 'new-connection',
    label: 'Add a connection',
    leftSection: <IconPlus size={18} />,
    onClick: () => void navigate({ to: '/', search: { open: 'new-connection' } }),
  };
  const tenants = (data?.tenants ?? []).flatMap(({ id: tenantId, domain }) =>
    TENANT_PAGES.filter(({ permission }) => may(tenantId, permission)).map(
      ({ to, name }): SpotlightActionData => ({
        id: `${tenantId} ${to}`,
        label: `${domain}: ${name.toLowerCase()}`,
        leftSection: <IconWorld size={18} />,
        onClick: () => void navigate({ to, params: { tenantId } }),
      }),
    ),
  );
  const actions = [...pages, ...(may(null, 'connections.manage') ? [newConnection] : []), ...tenants];
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      nothingFound="No page or domain of that name"
      highlightQuery
      attributes={{ content: { 'aria-label': 'Go to a page or a domain' } }}
      scrollable
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Go to a page or a domain',
        'aria-label': 'Go to a page or a domain',
      }}
    />
  );
}
