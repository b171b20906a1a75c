import type { Tenant } from '@bellhop/api/contract';
import { NumberInput, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { StateBadge } from '../../components/state-badge.js';
import { LOG_AND_QUOTA_NAMES } from './log-and-quota.js';
import { quotaUse } from '../../components/quota-use.js';
import { SettingGroup } from './setting-group.js';
import type { LogAndQuotaDraft } from './use-log-and-quota-draft.js';

interface QuotaSettingsProps {
  readonly tenant: Tenant;
  readonly draft: LogAndQuotaDraft;
}

/** How many pushes the tenant may make, and how many it has made. */
export function QuotaSettings({ tenant, draft }: QuotaSettingsProps): ReactElement {
  return (
    <SettingGroup
      title="Quota"
      about="Over it no push is made, and the log says so at each message. The log also has a notice at 50, 70, 90 and 100 %."
    >
      <div>
        <Quota draft={draft} name="perMinute" />
        <UseNow tenant={tenant} period="minute" />
      </div>
      <div>
        <Quota draft={draft} name="perDay" />
        <UseNow tenant={tenant} period="day" />
      </div>
    </SettingGroup>
  );
}

interface QuotaProps {
  readonly draft: LogAndQuotaDraft;
  readonly name: 'perMinute' | 'perDay';
}

function Quota({ draft: { fields, errors, edit }, name }: QuotaProps): ReactElement {
  return (
    <NumberInput
      label={LOG_AND_QUOTA_NAMES[name]}
      description={name === 'perDay' ? 'Days begin at 00:00 UTC. Empty: no limit' : 'Empty: no limit'}
      placeholder="no limit"
      thousandSeparator=" "
      value={fields[name]}
      error={errors[name]}
      allowDecimal={false}
      onChange={(value) => edit({ [name]: value })}
    />
  );
}

interface UseNowProps {
  readonly tenant: Tenant;
  readonly period: 'minute' | 'day';
}

function UseNow({ tenant, period }: UseNowProps): ReactElement | null {
  const use = quotaUse(tenant, period);
  if (use === null) return null;
  return (
    <Text size="sm" mt={6}>
      <StateBadge tone={use.tone} word={`${use.percent} % used`} /> {use.used.toLocaleString('en-GB')} of{' '}
      {use.limit.toLocaleString('en-GB')} {period === 'day' ? 'today' : 'in this minute'}
    </Text>
  );
}
