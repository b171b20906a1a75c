import { tenant as tenantSchema } from '@bellhop/api/contract';
import type { Tenant } from '@bellhop/api/contract';
import { NativeSelect, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { changedRetentionText, keptText, olderRowsText } from './kept-rows.js';
import { LOG_AND_QUOTA_NAMES } from './log-and-quota.js';
import { SettingGroup } from './setting-group.js';
import type { LogAndQuotaDraft } from './use-log-and-quota-draft.js';

const CHOICES = tenantSchema.shape.retentionDays.options.map(({ value }) => ({
  value: String(value),
  label: keptText(value),
}));

interface RetentionSettingsProps {
  readonly tenant: Tenant;
  readonly draft: LogAndQuotaDraft;
}

/** For how long rows of the delivery log are kept. */
export function RetentionSettings({ tenant, draft }: RetentionSettingsProps): ReactElement {
  const { fields, errors, changed, edit } = draft;
  const older = olderRowsText(tenant);
  return (
    <SettingGroup
      title="Delivery log"
      about="Each row is deleted when its time is over, and with it what it says about who got a message when."
    >
      <NativeSelect
        label={LOG_AND_QUOTA_NAMES.retentionDays}
        description="A change holds for new rows only"
        data={CHOICES}
        value={String(fields.retentionDays)}
        error={errors.retentionDays}
        onChange={(event) => edit({ retentionDays: Number(event.currentTarget.value) })}
      />
      {changed.includes('retentionDays') && (
        <Text size="sm" role="status">
          {changedRetentionText(tenant, fields.retentionDays, Date.now())}
        </Text>
      )}
      {older !== null && (
        <Text size="sm" c="dimmed">
          {older}
        </Text>
      )}
    </SettingGroup>
  );
}
