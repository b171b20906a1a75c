import { auditKey } from '@bellhop/api/contract';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { callApi } from '../../api.js';
import { CodeBlock } from '../../components/code-block.js';
import { ProblemView } from '../../components/problem-view.js';
import styles from './audit-page.module.css';
import type { Place } from '../../place.js';

/** How somebody verifies an export who trusts neither Bellhop nor its database. */
export function VerifyElsewhere({ tenantId }: { readonly tenantId: Place }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles['summary']}>How to verify an export without Bellhop</summary>
      {isOpen && (
        <Stack gap="sm">
          <Text size="sm">
            Copy the folder tools/audit of Bellhop’s sources to a machine with Node.js, and the public key
            below into a file. The program tells of entries that were changed, left out, put in, put in
            another order or cut off, and of another key.
          </Text>
          <CodeBlock
            label="Command"
            text={`node verify-audit.mjs export.jsonl --key public.pem --tenant ${tenantId ?? 'provider'}`}
            copies="command"
          />
          <PublicKey />
        </Stack>
      )}
    </details>
  );
}

function PublicKey(): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['audit-key'],
    queryFn: ({ signal }) => callApi(auditKey, '/audit/key', { signal }),
    staleTime: Infinity,
  });
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return <CodeBlock label="public.pem" text={data?.publicKey ?? 'Loading…'} copies="public key" />;
}
