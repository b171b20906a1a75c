import type { ProviderPermission, TenantPermission } from '@bellhop/api/contract';
import { IconLock } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { Card } from './card.js';
import { EmptyState } from './empty-state.js';
import { usePermissions } from './use-permissions.js';

type PermittedProps = { readonly children: ReactNode } & (
  | { readonly tenantId: null; readonly permission: ProviderPermission }
  | { readonly tenantId: string; readonly permission: TenantPermission }
);

/** What stands inside, for those who may have it; others are told that they may not, and who can change that. */
export function Permitted(props: PermittedProps): ReactElement {
  const may = usePermissions();
  const isAllowed =
    props.tenantId === null ? may(null, props.permission) : may(props.tenantId, props.permission);
  if (isAllowed) return <>{props.children}</>;
  return (
    <Card flush>
      <EmptyState icon={<IconLock size={36} stroke={1.4} />} title="You may not see this">
        {props.tenantId === null
          ? 'It needs a role with the provider that you do not have. An owner can give you one.'
          : 'Your role in this domain does not include it. An admin of the domain, or an owner, can give you another one.'}
      </EmptyState>
    </Card>
  );
}
