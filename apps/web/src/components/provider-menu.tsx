import { ActionIcon, Menu } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import styles from './app-frame.module.css';
import { useProviderPages } from './use-provider-pages.js';

/** The provider's pages where the header has no room for them. */
export function ProviderMenu(): ReactElement | null {
  const pages = useProviderPages();
  const navigate = useNavigate();
  if (pages.length === 1) return null;
  return (
    <div className={styles['menu']}>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Pages of the provider">
            <IconMenu2 size={20} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {pages.map(({ to, name }) => (
            <Menu.Item key={to} onClick={() => void navigate({ to })}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
