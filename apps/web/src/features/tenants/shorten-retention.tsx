import type { Tenant } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { changedRetentionText, keptText } from './kept-rows.js';
import type { LogAndQuotaDraft } from './use-log-and-quota-draft.js';

interface ShortenRetentionProps {
  readonly tenant: Tenant;
  readonly draft: LogAndQuotaDraft;
  readonly onClose: () => void;
}

/** Asks before new rows are forgotten sooner. */
export function ShortenRetention({ tenant, draft, onClose }: ShortenRetentionProps): ReactElement {
  const days = draft.fields.retentionDays;
  return (
    <ConfirmDialog
      title={`Keep the log of ${tenant.domain} for ${keptText(days)} only?`}
      action={`Keep it for ${keptText(days)}`}
      isPending={draft.isSaving}
      error={draft.problem}
      onConfirm={draft.save}
      onClose={onClose}
    >
      <Text size="sm">
        {changedRetentionText(tenant, days, Date.now())} After {keptText(days)} nobody can tell any more why a
        person got no push.
      </Text>
    </ConfirmDialog>
  );
}
