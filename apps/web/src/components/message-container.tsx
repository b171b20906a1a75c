import { Notifications } from '@mantine/notifications';
import type { ReactElement } from 'react';

/** Shows messages at the top, where they do not cover what is being edited. */
export function MessageContainer(): ReactElement {
  return <Notifications position="top-center" autoClose={3_500} />;
}
