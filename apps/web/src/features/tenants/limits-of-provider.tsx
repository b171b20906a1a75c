import type { Tenant } from '@bellhop/api/contract';
import { NativeSelect, NumberInput, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Fact, Facts } from '../../components/facts.js';
import { quotaUse } from '../../components/quota-use.js';
import { StateBadge } from '../../components/state-badge.js';
import { HistoryLink } from './history-link.js';
import { keptText } from './kept-rows.js';
import { LOG_AND_QUOTA_NAMES } from './log-and-quota.js';
import { retentionChoices } from './retention-choices.js';
import { SettingGroup } from './setting-group.js';
import type { LogAndQuotaDraft } from './use-log-and-quota-draft.js';

interface LimitsProps {
  readonly tenant: Tenant;
  readonly draft: LogAndQuotaDraft;
  readonly mayChange: boolean;
}

/** What the provider allows a tenant, and how many pushes it has made. */
export function LimitsOfProvider({ tenant, draft, mayChange }: LimitsProps): ReactElement {
  return (
    <SettingGroup
      title="Quota and limits"
      about="What the provider allows. Over the quota no push is made, and the log says so at each message; it also has a notice at 50, 70, 90 and 100 %."
      history={<HistoryLink tenantId={tenant.id} action="tenant.limits" about="quota and limits" />}
    >
      {mayChange ? <LimitFields tenant={tenant} draft={draft} /> : <Limits tenant={tenant} />}
    </SettingGroup>
  );
}

function Limits({ tenant }: { readonly tenant: Tenant }): ReactElement {
  const { quota, retentionLimitDays } = tenant;
  return (
    <>
      <Facts>
        <Fact name={LOG_AND_QUOTA_NAMES.perMinute}>{countText(quota.perMinute)}</Fact>
        <Fact name={LOG_AND_QUOTA_NAMES.perDay}>{countText(quota.perDay)}</Fact>
        <Fact name="Log is kept for at most">{keptText(retentionLimitDays)}</Fact>
      </Facts>
      <UseNow tenant={tenant} period="minute" />
      <UseNow tenant={tenant} period="day" />
      <Text size="sm" c="dimmed">
        The provider can change these.
      </Text>
    </>
  );
}

function LimitFields({ tenant, draft }: Pick<LimitsProps, 'tenant' | 'draft'>): ReactElement {
  const { fields, errors, edit } = draft;
  return (
    <>
      <div>
        <Quota draft={draft} name="perMinute" />
        <UseNow tenant={tenant} period="minute" />
      </div>
      <div>
        <Quota draft={draft} name="perDay" />
        <UseNow tenant={tenant} period="day" />
      </div>
      <NativeSelect
        label={LOG_AND_QUOTA_NAMES.retentionLimitDays}
        description="The longest time that the tenant’s admins may choose. What holds already stays."
        data={retentionChoices()}
        value={String(fields.retentionLimitDays)}
        error={errors.retentionLimitDays}
        onChange={(event) => edit({ retentionLimitDays: Number(event.currentTarget.value) })}
      />
    </>
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
      <StateBadge tone={use.tone} word={`${use.percent} % used`} /> {countText(use.used)} of{' '}
      {countText(use.limit)} {period === 'day' ? 'today' : 'in this minute'}
    </Text>
  );
}

function countText(count: number | null): string {
  return count === null ? 'no limit' : count.toLocaleString('en-GB');
}
