import type { ReactElement } from 'react';

/** The product's mark: a reception bell. Decoration; the name stands beside it. */
export function BellMark({ size = 28 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#22304d" />
      <circle cx="16" cy="8.6" r="1.9" fill="#e3b457" />
      <path d="M16 10.2v2" stroke="#e3b457" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M6.5 21.2a9.5 9.5 0 0 1 19 0z" fill="#e3b457" />
      <rect x="5" y="22.6" width="22" height="2.6" rx="1.3" fill="#e3b457" />
    </svg>
  );
}
