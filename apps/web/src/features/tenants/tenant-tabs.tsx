import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { TENANT_PAGES } from '../../components/pages.js';
import styles from '../../components/tab-links.module.css';
import { usePermissions } from '../../components/use-permissions.js';

/** The pages of a tenant that the person may open. */
export function TenantTabs({ tenantId }: { readonly tenantId: string }): ReactElement {
  const may = usePermissions();
  const tabs = useTabInView();
  return (
    <nav ref={tabs} className={styles['tabs']} aria-label="Pages of this tenant">
      {TENANT_PAGES.filter(({ permission }) => may(tenantId, permission)).map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          params={{ tenantId }}
          activeOptions={{ exact: to === '/tenants/$tenantId', includeSearch: false }}
          className={styles['tab']}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

function useTabInView() {
  const tabs = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // Follows the address: on a phone the tabs scroll, and the one in use may lie outside.
  useEffect(() => {
    tabs.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname]);
  return tabs;
}
