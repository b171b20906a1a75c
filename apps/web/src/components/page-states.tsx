import { Center, Container, Loader } from '@mantine/core';
import { IconMap2 } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { EmptyState } from './empty-state.js';
import { ButtonLink } from './links.js';
import { ProblemView } from './problem-view.js';

/** A page whose code or session is still on its way. */
export function LoadingPage(): ReactElement {
  return (
    <Center mih={320} role="status" aria-label="Loading the page">
      <Loader size="sm" type="dots" />
    </Center>
  );
}

/** A page that could not be shown at all. */
export function FailedPage({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry: () => void;
}): ReactElement {
  return (
    <Container component="main" size={640} py={64}>
      <ProblemView error={error} onRetry={onRetry} />
    </Container>
  );
}

/** An address that leads nowhere. */
export function MissingPage(): ReactElement {
  return (
    <Container component="main" size={640} py={64}>
      <EmptyState
        icon={<IconMap2 size={40} stroke={1.4} />}
        title="There is no page at this address"
        order={1}
        action={<ButtonLink to="/">Go to the overview</ButtonLink>}
      >
        The link may be old or mistyped.
      </EmptyState>
    </Container>
  );
}
