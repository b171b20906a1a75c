import { expect, it, vi } from 'vitest';
import { askForProof, followProof, isProofAskedFor, settleProof } from './proof.js';

it('is refused at once where there is nobody who would ask', async () => {
  expect(await askForProof()).toBe(false);
  expect(isProofAskedFor()).toBe(false);
});

it.each([true, false])('is asked for once, and the answer %s goes to all who wait', async (isProven) => {
  const listener = vi.fn();
  const leave = followProof(listener);
  const answers = Promise.all([askForProof(), askForProof()]);
  expect(isProofAskedFor()).toBe(true);
  settleProof(isProven);
  expect(await answers).toEqual([isProven, isProven]);
  expect(isProofAskedFor()).toBe(false);
  expect(listener).toHaveBeenCalled();
  leave();
});
