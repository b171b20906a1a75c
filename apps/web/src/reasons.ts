/**
 * What the closed lists of the delivery log mean to people. The records are typed by the contract, so a
 * reason without its words does not compile.
 */
import type { PushDto, RegistrationDto } from '@bellhop/api/contract';
import type { Explanation, Reason } from './reasons/explanation.js';
import { NOT_PUSHED_WORDS } from './reasons/not-pushed.js';
import { PUSHED_WORDS } from './reasons/pushed.js';
import { WHOLE_EVENT_WORDS } from './reasons/whole-event.js';

export type { Explanation, Reason, Tone } from './reasons/explanation.js';
export type Outcome = PushDto['outcome'];
export type RemovalReason = NonNullable<RegistrationDto['removalReason']>;

export const REASON_WORDS: Readonly<Record<Reason, Explanation>> = {
  ...PUSHED_WORDS,
  ...NOT_PUSHED_WORDS,
  ...WHOLE_EVENT_WORDS,
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, Explanation>> = {
  pending: {
    title: 'Waiting for an answer',
    meaning: 'The push was sent and the app server has not answered yet.',
    nextStep: 'Wait: an answer, or none within 60 seconds, settles it.',
    tone: 'calm',
  },
  accepted: {
    title: 'Accepted by the app server',
    meaning:
      'The app server took the push over. Whether the device showed it is beyond what the chat server can know.',
    nextStep: 'If the device stayed silent, look at its notification settings and battery saving next.',
    tone: 'good',
  },
  deferred: {
    title: 'Not taken for now',
    meaning:
      'The app server could not take the push for now, or did not answer. The registration is kept and no strike is counted.',
    nextStep: 'Usually none. If it goes on for long, the app server or the way to it is in trouble.',
    tone: 'warning',
  },
  rejected: {
    title: 'Rejected by the app server',
    meaning: 'The app server refused the push for good. That counts as a strike against the registration.',
    nextStep:
      'Read its exact answer. Often the app was uninstalled or its token changed; enabling push again in the app renews it.',
    tone: 'bad',
  },
  expired: {
    title: 'Expired',
    meaning: 'The push could not be handed over while it was still worth something, so it was given up.',
    nextStep: 'Check whether the app server was out of reach at that time.',
    tone: 'bad',
  },
  superseded: {
    title: 'Replaced by a newer push',
    meaning: 'A newer push for the same registration took its place; one wake-up is enough.',
    nextStep: 'Look at the newer push of the same registration.',
    tone: 'quiet',
  },
  unknown: {
    title: 'Outcome not known',
    meaning:
      'Bellhop cannot tell what became of the push, for instance because it was stopped before the answer came.',
    nextStep: 'The next push for this registration shows whether it still works.',
    tone: 'warning',
  },
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
};
