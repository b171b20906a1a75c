import { OWNER_PASSWORD } from '../harness/bellhop.js';
import { HARBOUR, LENA, MIA, OMAR, SUNNY, accountOf } from './people.js';

const GUIDE = `  What to look at
  · Overview: one connection to the chat server, and its tenants ${SUNNY} and ${HARBOUR}.
  · ${SUNNY}, delivery log: open a push to ${accountOf(MIA)} and read its timeline. Now and then
    the app server asks to wait; ${accountOf(LENA)} sometimes gets a slow answer.
  · ${HARBOUR}, registrations: the app server no longer knows ${accountOf(OMAR)}'s device.
    Each final error is a strike; the 16th in a row removes the registration, and the phone enables again.
  · ${SUNNY}, privacy: let the body leave the server and see the stanza beside it change.`;

const PROOF = `  After a quarter of an hour, what is secret or cannot be undone asks who you are: the owner's
  password is ${OWNER_PASSWORD}`;

/** Says what there is to see and how to go on. */
export function printGuide(): void {
  const enter = process.stdin.isTTY ? 'Enter prints a new sign-in link; ' : '';
  console.log(`${GUIDE}\n\n${PROOF}\n\n  ${enter}Ctrl-C ends the demo and leaves nothing behind.\n`);
}
