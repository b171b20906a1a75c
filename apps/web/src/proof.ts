/**
 * Where requests wait that the API refused for want of a fresh proof of who the person is. One dialog answers for all
 * of them (components/proof-asker.tsx).
 */
interface Question {
  readonly answer: Promise<boolean>;
  readonly settle: (isProven: boolean) => void;
}

let question: Question | null = null;
const listeners = new Set<() => void>();

/** Resolves when the person has proved who they are (true) or does not want to; false at once where nobody asks. */
export function askForProof(): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false);
  question ??= newQuestion();
  tell();
  return question.answer;
}

/** Whether requests wait for a proof. */
export function isProofAskedFor(): boolean {
  return question !== null;
}

/** Lets the requests that wait go on, or fail. */
export function settleProof(isProven: boolean): void {
  question?.settle(isProven);
  question = null;
  tell();
}

/** Calls `listener` whenever `isProofAskedFor` may have changed; gives what ends that. */
export function followProof(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function newQuestion(): Question {
  let settle: (isProven: boolean) => void = () => undefined;
  const answer = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  return { answer, settle };
}

function tell(): void {
  for (const listener of listeners) listener();
}
