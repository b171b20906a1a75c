import { Button, Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { AccountMenu } from './account-menu.js';
import styles from './app-frame.module.css';
import { BellMark } from './bell-mark.js';
import { ColorSchemeMenu } from './color-scheme-menu.js';

// Not needed for the first paint, and it listens for Ctrl-K itself once it is there.
const paletteModule = () => import('./command-palette.js');
const CommandPalette = lazy(async () => ({ default: (await paletteModule()).CommandPalette }));
const openPalette = () => void paletteModule().then(({ spotlight }) => spotlight.open());

/** Header and main column around every page of somebody who is signed in. */
export function AppFrame(): ReactElement {
  return (
    <>
      <a className={styles['skip']} href="#main">
        Skip to the content
      </a>
      <header className={styles['header']}>
        <div className={styles['bar']}>
          <Link to="/" className={styles['brand']}>
            <BellMark />
            Bellhop
          </Link>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconSearch size={15} />}
            rightSection={<Kbd size="xs">Ctrl K</Kbd>}
            onClick={openPalette}
            visibleFrom="xs"
          >
            Go to
          </Button>
          <ColorSchemeMenu />
          <AccountMenu />
        </div>
      </header>
      <main id="main" className={styles['main']} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense fallback={null}>
        <CommandPalette />
      </Suspense>
    </>
  );
}
