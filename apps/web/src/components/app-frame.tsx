import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { meQuery } from '../queries.js';
import { AccountMenu } from './account-menu.js';
import styles from './app-frame.module.css';
import { BellMark } from './bell-mark.js';
import { ColorSchemeMenu } from './color-scheme-menu.js';
import { LoadingPage } from './page-states.js';
import { ProviderMenu } from './provider-menu.js';
import { ProviderNav } from './provider-nav.js';
import { secondFactorNeed } from './second-factor-need.js';

// Loaded when it is first asked for: most people never do.
const paletteModule = () => import('./command-palette.js');
const CommandPalette = lazy(async () => ({ default: (await paletteModule()).CommandPalette }));

/** Header and main column around every page of somebody who is signed in, and may go on as they are. */
export function AppFrame(): ReactElement {
  const { data: me } = useQuery(meQuery());
  const router = useRouter();
  const mustStop = me !== undefined && secondFactorNeed(me) !== 'nothing';
  // Follows what the API asks of them: the routes decide anew where they belong.
  useEffect(() => {
    if (mustStop) void router.invalidate();
  }, [mustStop, router]);
  return mustStop ? <LoadingPage /> : <Frame />;
}

function Frame(): ReactElement {
  const [hasPalette, setHasPalette] = useState(false);
  const togglePalette = () => {
    setHasPalette(true);
    void paletteModule().then(({ spotlight }) => spotlight.toggle());
  };
  useHotkeys([['mod+K', togglePalette]]);
  return (
    <>
      <a className={styles['skip']} href="#main">
        Skip to the content
      </a>
      <header className={styles['header']}>
        <div className={styles['bar']}>
          <div className={styles['start']}>
            <Link to="/" className={styles['brand']}>
              <BellMark />
              Bellhop
            </Link>
            <ProviderNav />
          </div>
          <ProviderMenu />
          <Button
            variant="default"
            size="sm"
            leftSection={<IconSearch size={15} />}
            rightSection={<Kbd size="xs">Ctrl K</Kbd>}
            onClick={togglePalette}
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
      {hasPalette && (
        <Suspense fallback={null}>
          <CommandPalette />
        </Suspense>
      )}
    </>
  );
}
