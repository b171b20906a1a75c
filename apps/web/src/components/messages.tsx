import { useNotifications } from '@mantine/notifications';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';

// Loaded with the first message.
const Notifications = lazy(async () => ({
  default: (await import('./message-container.js')).MessageContainer,
}));

/** Where short messages appear, such as that something was saved. */
export function Messages(): ReactElement | null {
  const { notifications } = useNotifications();
  const [isNeeded, setNeeded] = useState(false);
  if (notifications.length > 0 && !isNeeded) setNeeded(true);
  if (!isNeeded) return null;
  return (
    <Suspense fallback={null}>
      <Notifications />
    </Suspense>
  );
}
