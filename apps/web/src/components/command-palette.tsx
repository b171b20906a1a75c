import '@mantine/spotlight/styles.layer.css';
import { Spotlight } from '@mantine/spotlight';
import type { SpotlightActionData } from '@mantine/spotlight';
import { IconHome, IconPlus, IconSearch, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { tenantsQuery } from '../queries.js';

export { spotlight } from '@mantine/spotlight';

/** Every page and every tenant by name. Who opens it listens for its keys. */
export function CommandPalette(): ReactElement {
  const navigate = useNavigate();
  const { data } = useQuery({ ...tenantsQuery(), refetchInterval: false });
  const pages: readonly SpotlightActionData[] = [
    {
      id: 'overview',
      label: 'Overview',
      leftSection: <IconHome size={18} />,
      onClick: () => void navigate({ to: '/' }),
    },
    {
      id: 'new-connection',
      label: 'Add a connection',
      leftSection: <IconPlus size={18} />,
      onClick: () => void navigate({ to: '/', search: { open: 'new-connection' } }),
    },
  ];
  const tenants = (data?.tenants ?? []).flatMap(({ id, domain }): SpotlightActionData[] => {
    const params = { tenantId: id };
    const leftSection = <IconWorld size={18} />;
    return [
      {
        id,
        label: `${domain}: delivery log`,
        leftSection,
        onClick: () => void navigate({ to: '/tenants/$tenantId', params }),
      },
      {
        id: `${id}-figures`,
        label: `${domain}: figures`,
        leftSection,
        onClick: () => void navigate({ to: '/tenants/$tenantId/figures', params }),
      },
      {
        id: `${id}-registrations`,
        label: `${domain}: registrations`,
        leftSection,
        onClick: () => void navigate({ to: '/tenants/$tenantId/registrations', params }),
      },
      {
        id: `${id}-privacy`,
        label: `${domain}: privacy`,
        leftSection,
        onClick: () => void navigate({ to: '/tenants/$tenantId/privacy', params }),
      },
      {
        id: `${id}-log-and-quota`,
        label: `${domain}: log and quota`,
        leftSection,
        onClick: () => void navigate({ to: '/tenants/$tenantId/log-and-quota', params }),
      },
    ];
  });
  return (
    <Spotlight
      actions={[...pages, ...tenants]}
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
