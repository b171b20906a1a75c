import { Switch } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { LogSearch } from '../../searches.js';

/** Lets new rows come by themselves; it starts at the newest page. */
export function TailSwitch({ search }: { readonly search: LogSearch }): ReactElement {
  const navigate = useNavigate({ from: '/tenants/$tenantId/' });
  const change = (tail: true | undefined) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, tail, cursor: undefined, event: undefined }),
      replace: true,
    });
  return (
    <Switch
      label="Follow live"
      checked={search.tail === true}
      onChange={(event) => change(event.currentTarget.checked ? true : undefined)}
    />
  );
}
