import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useSignOut } from './use-sign-out.js';

/** The way out of a page without a menu. */
export function SignOutButton(): ReactElement {
  const leave = useSignOut();
  return (
    <Button variant="subtle" onClick={leave}>
      Sign out
    </Button>
  );
}
