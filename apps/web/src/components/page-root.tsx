import { Outlet } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ProofAsker } from './proof-asker.js';

/** Around every page. */
export function PageRoot(): ReactElement {
  return (
    <>
      <Outlet />
      <ProofAsker />
    </>
  );
}
