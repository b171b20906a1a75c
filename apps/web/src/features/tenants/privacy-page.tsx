import type { Tenant } from '@bellhop/api/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { tenantQuery } from '../../queries.js';
import { AppServerSettings } from './app-server-settings.js';
import { LeavingSettings } from './leaving-settings.js';
import { LimitSettings } from './limit-settings.js';
import { PolicyPreview } from './policy-preview.js';
import styles from './privacy-page.module.css';
import { SaveBar } from './save-bar.js';
import { SETTING_NAMES } from '../../components/setting-names.js';
import { usePolicyDraft } from './use-policy-draft.js';
import { WakingSettings } from './waking-settings.js';

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** A tenant's policy: what may leave the server, beside the exact stanza that would, and the rest below. */
export function PrivacyPage(): ReactElement | null {
  const { tenantId } = route.useParams();
  const { data: tenant, error, refetch } = useQuery(tenantQuery(tenantId));
  if (tenant !== undefined) return <PrivacyOf key={tenant.id} tenant={tenant} />;
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <Card flush>
      <RowSkeletons label="Loading the privacy settings" rows={5} />
    </Card>
  );
}

function PrivacyOf({ tenant }: { readonly tenant: Tenant }): ReactElement {
  usePageTitle(`Privacy of ${tenant.domain}`);
  const draft = usePolicyDraft(tenant);
  return (
    <Stack gap="lg">
      <div className={styles['columns']}>
        <Stack gap="lg">
          <LeavingSettings draft={draft} />
          <WakingSettings draft={draft} />
        </Stack>
        <PolicyPreview tenantId={tenant.id} saved={tenant.policy} edited={draft.edited} />
      </div>
      <div className={styles['groups']}>
        <LimitSettings draft={draft} />
        <AppServerSettings draft={draft} />
      </div>
      <SaveBar
        names={draft.changed.map((name) => SETTING_NAMES[name])}
        hasErrors={Object.keys(draft.errors).length > 0}
        isSaving={draft.isSaving}
        problem={draft.problem}
        onSave={draft.save}
        onDiscard={draft.discard}
      />
    </Stack>
  );
}
