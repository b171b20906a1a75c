import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import styles from './app-frame.module.css';
import { useProviderPages } from './use-provider-pages.js';

/** The provider's pages in the header; nothing where the name already leads to the only one. */
export function ProviderNav(): ReactElement | null {
  const pages = useProviderPages();
  if (pages.length === 1) return null;
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
