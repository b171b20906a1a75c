import type { PolicyDto, Tenant } from '@bellhop/api/contract';
import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { Tagged } from '../../api.js';
import { Card } from '../../components/card.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SETTING_NAMES } from '../../components/setting-names.js';
import { usePermissions } from '../../components/use-permissions.js';
import { tenantQuery } from '../../queries.js';
import { AppServerSettings } from './app-server-settings.js';
import { HistoryLink } from './history-link.js';
import { LeavingSettings } from './leaving-settings.js';
import { LimitSettings } from './limit-settings.js';
import { PolicyPreview } from './policy-preview.js';
import styles from './privacy-page.module.css';
import { SaveBar } from './save-bar.js';
import { policyQuery } from './tagged-requests.js';
import { usePolicyDraft } from './use-policy-draft.js';
import { WakingSettings } from './waking-settings.js';

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** A tenant's policy: what may leave the server, beside the exact stanza that would, and the rest below. */
export function PrivacyPage(): ReactElement | null {
  const { tenantId } = route.useParams();
  const { data: tenant } = useQuery(tenantQuery(tenantId));
  const { data: policy, error, refetch } = useQuery(policyQuery(tenantId));
  if (tenant !== undefined && policy !== undefined) {
    return <PrivacyOf key={tenant.id} tenant={tenant} policy={policy} />;
  }
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <Card flush>
      <RowSkeletons label="Loading the privacy settings" rows={5} />
    </Card>
  );
}

interface PrivacyOfProps {
  readonly tenant: Tenant;
  readonly policy: Tagged<PolicyDto>;
}

function PrivacyOf({ tenant: { id, domain }, policy }: PrivacyOfProps): ReactElement {
  usePageTitle(`Privacy of ${domain}`);
  const may = usePermissions();
  const mayChange = may(id, 'tenant.settings');
  const draft = usePolicyDraft({ tenantId: id, domain, policy });
  return (
    <Stack gap="lg">
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role={mayChange ? undefined : 'note'}>
          {mayChange
            ? 'In force for the next message after saving.'
            : 'You may look at these settings; the admins of the domain can change them.'}
        </Text>
        <HistoryLink tenantId={id} action="policy.change" about="the privacy settings" />
      </Group>
      <div className={styles['columns']}>
        <fieldset className={styles['settings']} disabled={!mayChange} aria-label="Privacy">
          <LeavingSettings draft={draft} />
          <WakingSettings draft={draft} />
        </fieldset>
        <PolicyPreview tenantId={id} saved={policy.value} edited={draft.edited} />
      </div>
      <fieldset className={styles['groups']} disabled={!mayChange} aria-label="Limits and app servers">
        <LimitSettings draft={draft} />
        <AppServerSettings draft={draft} />
      </fieldset>
      <SaveBar
        names={draft.changed.map((name) => SETTING_NAMES[name])}
        hasErrors={Object.keys(draft.errors).length > 0}
        isSaving={draft.isSaving}
        problem={draft.problem}
        onSave={draft.save}
        onSaveAnyway={draft.saveAnyway}
        onDiscard={draft.discard}
      />
    </Stack>
  );
}
