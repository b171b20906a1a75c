import type { Tenant } from '@bellhop/api/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';

// Loaded when it is asked for: hardly ever.
const DeleteTenant = lazy(async () => ({ default: (await import('./delete-tenant.js')).DeleteTenant }));

/** What can be done with a tenant as a whole. */
export function TenantMenu({ tenant }: { readonly tenant: Tenant }): ReactElement {
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More about ${tenant.domain}`}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTrash size={16} />} c="var(--bad)" onClick={() => setDeleting(true)}>
            Delete this tenant
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {isDeleting && <DeleteTenant tenant={tenant} onClose={() => setDeleting(false)} />}
      </Suspense>
    </>
  );
}
