import { Button, Group, Text } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { clockTime } from '../../components/instant-text.js';
import { ProblemView } from '../../components/problem-view.js';
import { maskAddresses, revealQuery } from './reveal-requests.js';

// Loaded when it is asked for.
const ShowAddresses = lazy(async () => ({ default: (await import('./show-addresses.js')).ShowAddresses }));

/** For those who see masked addresses: has them shown for a while, and hides them again. */
export function MaskedAddresses({ tenantId }: { readonly tenantId: string }): ReactElement | null {
  const [isAsking, setAsking] = useState(false);
  const { data } = useQuery(revealQuery(tenantId));
  const refresh = useRefreshedRows(tenantId, data === undefined ? undefined : data.reveal !== null);
  const hide = useMutation({ mutationFn: () => maskAddresses(tenantId), onSuccess: refresh });
  if (data === undefined) return null;
  const { reveal } = data;
  return (
    <div role="region" aria-label="Masked addresses">
      <Group gap="sm">
        {reveal === null ? (
          <>
            <Text size="sm" c="dimmed">
              Addresses of people are masked: j•••@example.org.
            </Text>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconEye size={14} />}
              onClick={() => setAsking(true)}
            >
              Show addresses
            </Button>
          </>
        ) : (
          <>
            <Text size="sm">Addresses are shown until {clockTime(reveal.expiresAt)}.</Text>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconEyeOff size={14} />}
              loading={hide.isPending}
              onClick={() => hide.mutate()}
            >
              Hide them again
            </Button>
          </>
        )}
      </Group>
      {hide.error !== null && <ProblemView error={hide.error} />}
      <Suspense fallback={null}>
        {isAsking && <ShowAddresses tenantId={tenantId} onShown={refresh} onClose={() => setAsking(false)} />}
      </Suspense>
    </div>
  );
}

/** Rows that were read masked are read again when addresses are shown, and the other way round. */
function useRefreshedRows(tenantId: string, isShown: boolean | undefined) {
  const queryClient = useQueryClient();
  const before = useRef(isShown);
  // Follows the API: a time runs out without anybody doing anything.
  useEffect(() => {
    const isKnown = before.current !== undefined;
    const hasChanged = before.current !== isShown;
    before.current = isShown;
    if (isKnown && hasChanged) void queryClient.invalidateQueries({ queryKey: ['tenants', tenantId] });
  }, [queryClient, tenantId, isShown]);
  return () => queryClient.invalidateQueries({ queryKey: revealQuery(tenantId).queryKey });
}
