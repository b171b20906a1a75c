import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle, IconUserCog } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { meQuery } from '../queries.js';
import { useSignOut } from './use-sign-out.js';

/** Who is signed in, their profile, and the way out. */
export function AccountMenu(): ReactElement {
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery());
  const leave = useSignOut();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="You">
          <IconUserCircle size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label style={{ overflowWrap: 'anywhere' }}>{me?.email ?? 'Signed in'}</Menu.Label>
        <Menu.Item leftSection={<IconUserCog size={16} />} onClick={() => void navigate({ to: '/profile' })}>
          Your profile
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
