import type { Tenant } from '@bellhop/api/contract';
import { NativeSelect, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Fact, Facts } from '../../components/facts.js';
import { HistoryLink } from './history-link.js';
import { changedRetentionText, keptText, olderRowsText } from './kept-rows.js';
import { LOG_AND_QUOTA_NAMES } from './log-and-quota.js';
import { retentionChoices } from './retention-choices.js';
import { SettingGroup } from './setting-group.js';
import type { LogAndQuotaDraft } from './use-log-and-quota-draft.js';

interface RetentionSettingsProps {
  readonly tenant: Tenant;
  readonly draft: LogAndQuotaDraft;
  readonly mayChange: boolean;
}

/** For how long rows of the delivery log are kept: the tenant's own choice, up to what the provider allows. */
export function RetentionSettings({ tenant, draft, mayChange }: RetentionSettingsProps): ReactElement {
  const { fields, errors, changed, edit } = draft;
  const older = olderRowsText(tenant);
  return (
    <SettingGroup
      title="Delivery log"
      about="Each row is deleted when its time is over, and with it what it says about who got a message when."
      history={<HistoryLink tenantId={tenant.id} action="tenant.change" about="the delivery log" />}
    >
      {mayChange ? (
        <NativeSelect
          label={LOG_AND_QUOTA_NAMES.retentionDays}
          description={`A change holds for new rows only. The provider allows up to ${keptText(tenant.retentionLimitDays)}.`}
          data={retentionChoices(fields.retentionLimitDays, tenant.retentionDays)}
          value={String(fields.retentionDays)}
          error={errors.retentionDays}
          onChange={(event) => edit({ retentionDays: Number(event.currentTarget.value) })}
        />
      ) : (
        <Facts>
          <Fact name="Rows are kept for">{keptText(tenant.retentionDays)}</Fact>
        </Facts>
      )}
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
