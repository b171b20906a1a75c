import type { PolicyDto, PolicyPreview as Preview } from '@bellhop/api/contract';
import { SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { CodeBlock, MarkedLine } from '../../components/code-block.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { policyPreviewQuery } from '../../queries.js';
import { lineDiff } from './line-diff.js';
import styles from './privacy-page.module.css';
import { Sights } from './sights.js';

type Kind = Preview['examples'][number]['kind'];

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'encrypted', label: 'Encrypted' },
  { value: 'call', label: 'Call' },
  { value: 'typing', label: 'Typing' },
];

const TYPING_PAUSE_MS = 200;

interface PolicyPreviewProps {
  readonly tenantId: string;
  readonly saved: PolicyDto;
  readonly edited: PolicyDto;
}

/** The exact stanza that would leave under the edited policy, marked where it differs from the saved one. */
export function PolicyPreview({ tenantId, saved, edited }: PolicyPreviewProps): ReactElement {
  const [kind, setKind] = useState<Kind>('text');
  const [settled] = useDebouncedValue(edited, TYPING_PAUSE_MS);
  const before = useQuery(policyPreviewQuery(tenantId, saved));
  const after = useQuery(policyPreviewQuery(tenantId, settled));
  return (
    <Card>
      <Stack gap="md">
        <div>
          <Title order={2}>What the app server gets</Title>
          <Text size="sm" c="dimmed">
            The app server is chosen by each app and often run by its maker; it passes the wake-up on to
            Apple, Google or others. All of them can read:
          </Text>
          <Sights policy={edited} />
        </div>
        <SegmentedControl
          aria-label="Kind of message"
          data={KINDS.map(({ value, label }) => ({ value, label }))}
          value={kind}
          onChange={setKind}
        />
        <Stanzas
          before={exampleOf(before.data, kind)}
          after={exampleOf(after.data, kind)}
          error={after.error ?? before.error}
          onRetry={() => void Promise.all([before.refetch(), after.refetch()])}
        />
      </Stack>
    </Card>
  );
}

type Example = Preview['examples'][number];

interface StanzasProps {
  readonly before: Example | undefined;
  readonly after: Example | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function Stanzas({ before, after, error, onRetry }: StanzasProps): ReactElement {
  if (error !== null) return <ProblemView error={error} onRetry={onRetry} />;
  if (before === undefined || after === undefined) {
    return <RowSkeletons label="Loading the stanza" rows={1} height={220} />;
  }
  return (
    <Stack gap="md">
      <Leaving before={before.leaves} after={after.leaves} />
      <details>
        <summary className={styles['summary']}>The message as it arrives</summary>
        <CodeBlock label="Arrives at the server" text={after.arrives} />
      </details>
    </Stack>
  );
}

interface LeavingProps {
  /** Under the saved policy and under the edited one; null: nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

function Leaving({ before, after }: LeavingProps): ReactElement {
  const isSame = before === after;
  if (after === null) {
    return (
      <Text size="sm">
        {isSame ? 'Nothing leaves the server' : 'Nothing would leave the server after saving'}: such a message
        wakes no phone.
      </Text>
    );
  }
  return (
    <CodeBlock
      label={isSame ? 'Leaves the server' : 'Would leave the server after saving'}
      text={after}
      copies="stanza"
    >
      {isSame || before === null
        ? null
        : lineDiff(before, after).map((line, index) => <MarkedLine key={index} {...line} />)}
    </CodeBlock>
  );
}

function exampleOf(preview: Preview | undefined, kind: Kind): Example | undefined {
  return preview?.examples.find((example) => example.kind === kind);
}
