import type { AuditAction } from '@bellhop/api/contract';
import type { ReactElement } from 'react';
import { TextLink } from '../../components/links.js';
import { usePermissions } from '../../components/use-permissions.js';

interface HistoryLinkProps {
  readonly tenantId: string;
  /** What puts changes of these settings down. */
  readonly action: AuditAction;
  /** Which settings, for those who do not see where the link stands. */
  readonly about: string;
}

/** Leads to who changed settings, when, from what to what; nothing for those who may not read that. */
export function HistoryLink({ tenantId, action, about }: HistoryLinkProps): ReactElement | null {
  const may = usePermissions();
  if (!may(tenantId, 'audit.tenant')) return null;
  return (
    <TextLink
      to="/tenants/$tenantId/audit"
      params={{ tenantId }}
      search={{ action }}
      size="sm"
      aria-label={`Who changed this: ${about}`}
    >
      Who changed this
    </TextLink>
  );
}
