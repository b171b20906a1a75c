import type { AuditVerification } from '@bellhop/api/contract';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import { StateBadge } from '../../components/state-badge.js';
import { exportAddress } from './audit-place.js';
import type { Place } from '../../place.js';
import { verifyAudit } from './audit-queries.js';
import { verificationWords } from './verification-words.js';
import { VerifyElsewhere } from './verify-elsewhere.js';

/** Proves that nobody wrote the log anew, here or elsewhere. */
export function AuditTools({ tenantId }: { readonly tenantId: Place }): ReactElement {
  const verify = useMutation({ mutationFn: () => verifyAudit(tenantId) });
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} />}
          loading={verify.isPending}
          onClick={() => verify.mutate()}
        >
          Verify
        </Button>
        <Button
          component="a"
          href={exportAddress(tenantId)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          Export
        </Button>
        <Text size="sm" c="dimmed" flex="1 1 18rem">
          Each entry is chained to the one before it. Exporting gets an entry, too.
        </Text>
      </Group>
      <VerifyElsewhere tenantId={tenantId} />
      {verify.error !== null && <ProblemView error={verify.error} />}
      {verify.data !== undefined && <Result verification={verify.data} />}
    </Stack>
  );
}

function Result({ verification }: { readonly verification: AuditVerification }): ReactElement {
  const { tone, title, text, nextStep } = verificationWords(verification);
  return (
    <Alert variant="default" role="status" title={<StateBadge tone={tone} word={title} />}>
      <Text size="sm">{text}</Text>
      {nextStep !== null && (
        <Text size="sm" c="dimmed">
          Next step: {nextStep}
        </Text>
      )}
      {verification.head !== null && (
        <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
          Hash of the last entry: <code>{verification.head.hash}</code>
        </Text>
      )}
    </Alert>
  );
}
