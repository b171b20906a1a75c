import type { Tenant } from '@bellhop/api/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';
import type { Tagged } from '../../api.js';
import { Card } from '../../components/card.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { usePermissions } from '../../components/use-permissions.js';
import { LimitsOfProvider } from './limits-of-provider.js';
import { LOG_AND_QUOTA_NAMES } from './log-and-quota.js';
import styles from './privacy-page.module.css';
import { RetentionSettings } from './retention-settings.js';
import { SaveBar } from './save-bar.js';
import { taggedTenantQuery } from './tagged-requests.js';
import { useLogAndQuotaDraft } from './use-log-and-quota-draft.js';

// Loaded when it is asked for.
const ShortenRetention = lazy(async () => ({
  default: (await import('./shorten-retention.js')).ShortenRetention,
}));

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** How long a tenant's log is kept, and how many pushes it may make. */
export function LogAndQuotaPage(): ReactElement {
  const { tenantId } = route.useParams();
  const { data, error, refetch } = useQuery(taggedTenantQuery(tenantId));
  if (data !== undefined) return <LogAndQuotaOf key={tenantId} tagged={data} />;
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <Card flush>
      <RowSkeletons label="Loading the settings" rows={4} />
    </Card>
  );
}

function LogAndQuotaOf({ tagged }: { readonly tagged: Tagged<Tenant> }): ReactElement {
  const { value: tenant } = tagged;
  usePageTitle(`Log and quota of ${tenant.domain}`);
  const [isAsking, setAsking] = useState(false);
  const draft = useLogAndQuotaDraft(tagged);
  const may = usePermissions();
  const isShorter = draft.fields.retentionDays < tenant.retentionDays;
  return (
    <Stack gap="lg">
      <div className={styles['groups']}>
        <RetentionSettings tenant={tenant} draft={draft} mayChange={may(tenant.id, 'tenant.settings')} />
        <LimitsOfProvider tenant={tenant} draft={draft} mayChange={may(tenant.id, 'tenant.limits')} />
      </div>
      <SaveBar
        names={draft.changed.map((name) => LOG_AND_QUOTA_NAMES[name])}
        hasErrors={draft.change === null}
        isSaving={draft.isSaving}
        problem={draft.problem}
        onSave={() => (isShorter ? setAsking(true) : draft.save())}
        onSaveAnyway={draft.saveAnyway}
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
