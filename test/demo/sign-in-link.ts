import type { Stage } from '../harness/stage.js';
import { describe } from './words.js';

/** Prints a link that signs its user in as the owner. */
export async function printSignInLink({ api }: Stage): Promise<void> {
  const { url } = await api.post<{ url: string }>('/sign-in-links');
  console.log(`\n  Dashboard: ${url}\n  The link signs you in once, within 10 minutes.\n`);
}

/** Prints another link each time the user presses Enter, where there is a terminal to press it at. */
export function printLinkOnEnter(stage: Stage): void {
  if (!process.stdin.isTTY) return;
  process.stdin.on('data', () => {
    printSignInLink(stage).catch((error: unknown) => console.log(`no sign-in link: ${describe(error)}`));
  });
}
