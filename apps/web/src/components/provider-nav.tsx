import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import styles from './app-frame.module.css';
import { useProviderPages } from './use-provider-pages.js';

/** The provider's pages in the header. */
export function ProviderNav(): ReactElement {
  const pages = useProviderPages();
  return (
    <nav className={styles['nav']} aria-label="Pages of the provider">
      {pages.map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          className={styles['link']}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
