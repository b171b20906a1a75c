import { Suspense, lazy, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { followProof, isProofAskedFor, settleProof } from '../proof.js';

// Loaded when it is first needed.
const ProofDialog = lazy(async () => ({ default: (await import('./proof-dialog.js')).ProofDialog }));

/** Asks who the person is whenever a request waits for that. Stands once, around all pages. */
export function ProofAsker(): ReactElement | null {
  const isAskedFor = useSyncExternalStore(followProof, isProofAskedFor);
  if (!isAskedFor) return null;
  return (
    <Suspense fallback={null}>
      <ProofDialog onProven={() => settleProof(true)} onClose={() => settleProof(false)} />
    </Suspense>
  );
}
