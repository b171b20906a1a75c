/**
 * What the closed lists of the delivery log mean to people. The records are typed by the contract, so a
 * reason without its words does not compile.
 */
import type { RegistrationDto } from '@bellhop/api/contract';
import type { Explanation, Reason } from './reasons/explanation.js';
import { END_WORDS } from './reasons/ends.js';
import { NOT_PUSHED_WORDS } from './reasons/not-pushed.js';
import { OUTCOME_WORDS } from './reasons/outcomes.js';
import { PUSHED_WORDS } from './reasons/pushed.js';
import { WHOLE_EVENT_WORDS } from './reasons/whole-event.js';

export type { Explanation, Outcome, Reason, Tone } from './reasons/explanation.js';
export { END_WORDS, OUTCOME_WORDS };
export type RemovalReason = NonNullable<RegistrationDto['removalReason']>;

export const REASON_WORDS: Readonly<Record<Reason, Explanation>> = {
  ...PUSHED_WORDS,
  ...NOT_PUSHED_WORDS,
  ...WHOLE_EVENT_WORDS,
};

export const REMOVAL_WORDS: Readonly<Record<RemovalReason, Explanation>> = {
  disabled: {
    title: 'Disabled by the device',
    meaning: 'The app asked not to be notified any longer.',
    nextStep: 'Switch notifications on again in the app if that was not wanted.',
    tone: 'calm',
  },
  'device-cap': {
    title: 'Too many devices',
    meaning:
      'The account enabled push on more devices than the tenant allows; the one enabled longest ago was removed.',
    nextStep: 'Raise the limit of devices under Privacy, or use fewer devices.',
    tone: 'warning',
  },
  'too-many-errors': {
    title: 'Too many final errors in a row',
    meaning: 'The app server refused push after push until the error limit was reached.',
    nextStep: 'Enable push again in the app; the delivery log shows what the app server answered.',
    tone: 'bad',
  },
  'item-not-found': {
    title: 'Unknown to the app server',
    meaning:
      'The app server answered that it does not know this device, and the policy removes a registration at the first such answer.',
    nextStep: 'Open the app once: it registers anew. If it was uninstalled, nothing has to be done.',
    tone: 'bad',
  },
  'account-deleted': {
    title: 'Account was deleted',
    meaning: 'The account no longer exists on the chat server.',
    nextStep: 'Nothing to do.',
    tone: 'calm',
  },
  administrator: {
    title: 'Removed by an administrator',
    meaning: 'A person took the registration away on the dashboard, or a program did over the API.',
    nextStep: 'The audit log says who. The app can enable push again at any time.',
    tone: 'calm',
  },
};
