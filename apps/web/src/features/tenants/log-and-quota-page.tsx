import type { Tenant } from '@bellhop/api/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { tenantQuery } from '../../queries.js';
import { LOG_AND_QUOTA_NAMES } from './log-and-quota.js';
import styles from './privacy-page.module.css';
import { QuotaSettings } from './quota-settings.js';
import { RetentionSettings } from './retention-settings.js';
import { SaveBar } from './save-bar.js';
import { useLogAndQuotaDraft } from './use-log-and-quota-draft.js';

// Loaded when it is asked for.
const ShortenRetention = lazy(async () => ({
  default: (await import('./shorten-retention.js')).ShortenRetention,
}));

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** How long a tenant's log is kept, and how many pushes it may make. */
export function LogAndQuotaPage(): ReactElement {
  const { tenantId } = route.useParams();
  const { data: tenant, error, refetch } = useQuery(tenantQuery(tenantId));
  if (tenant !== undefined) return <LogAndQuotaOf key={tenant.id} tenant={tenant} />;
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <Card flush>
      <RowSkeletons label="Loading the settings" rows={4} />
    </Card>
  );
}

function LogAndQuotaOf({ tenant }: { readonly tenant: Tenant }): ReactElement {
  usePageTitle(`Log and quota of ${tenant.domain}`);
  const [isAsking, setAsking] = useState(false);
  const draft = useLogAndQuotaDraft(tenant);
  const isShorter = draft.fields.retentionDays < tenant.retentionDays;
  return (
    <Stack gap="lg">
      <div className={styles['groups']}>
        <RetentionSettings tenant={tenant} draft={draft} />
        <QuotaSettings tenant={tenant} draft={draft} />
      </div>
      <SaveBar
        names={draft.changed.map((name) => LOG_AND_QUOTA_NAMES[name])}
        hasErrors={draft.change === null}
        isSaving={draft.isSaving}
        problem={draft.problem}
        onSave={() => (isShorter ? setAsking(true) : draft.save())}
        onDiscard={draft.discard}
      />
      <Suspense fallback={null}>
        {isAsking && isShorter && (
          <ShortenRetention tenant={tenant} draft={draft} onClose={() => setAsking(false)} />
        )}
      </Suspense>
    </Stack>
  );
}
