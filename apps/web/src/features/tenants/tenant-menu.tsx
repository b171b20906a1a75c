import type { Tenant } from '@bellhop/api/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPlayerPause, IconTrash } from '@tabler/icons-react';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';
import { usePermissions } from '../../components/use-permissions.js';

// Loaded when they are asked for: hardly ever.
const DeleteTenant = lazy(async () => ({ default: (await import('./delete-tenant.js')).DeleteTenant }));
const SuspendTenant = lazy(async () => ({ default: (await import('./suspend-tenant.js')).SuspendTenant }));

/** What can be done with a tenant as a whole; nothing for those who may do nothing. */
export function TenantMenu({ tenant }: { readonly tenant: Tenant }): ReactElement | null {
  const [asked, setAsked] = useState<'suspend' | 'delete'>();
  const may = usePermissions();
  const maySuspend = may(tenant.id, 'tenant.suspend') && tenant.suspension === null;
  const mayDelete = may(tenant.id, 'tenant.delete');
  const close = () => setAsked(undefined);
  return (
    <>
      {(maySuspend || mayDelete) && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More about ${tenant.domain}`}>
              <IconDots size={20} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {maySuspend && (
              <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => setAsked('suspend')}>
                Suspend this tenant
              </Menu.Item>
            )}
            {mayDelete && (
              <Menu.Item
                leftSection={<IconTrash size={16} />}
                c="var(--bad)"
                onClick={() => setAsked('delete')}
              >
                Delete this tenant
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <Suspense fallback={null}>
        {asked === 'suspend' && <SuspendTenant tenant={tenant} onClose={close} />}
        {asked === 'delete' && <DeleteTenant tenant={tenant} onClose={close} />}
      </Suspense>
    </>
  );
}
