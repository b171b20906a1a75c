import type { EndReason, Explanation } from './explanation.js';

/** Why no other attempt was made for a push. */
export const END_WORDS: Readonly<Record<EndReason, Explanation>> = {
  'newer-push': {
    title: 'A newer push took its place',
    meaning: 'The device needs to be woken once; the newer push tells it of this too.',
    nextStep: 'Look at the newer push: its outcome counts.',
    tone: 'quiet',
  },
  'came-back': {
    title: 'The device came back by itself',
    meaning: 'It connected before the next attempt and fetched what had waited for it.',
    nextStep: 'Nothing to do.',
    tone: 'good',
  },
  'registration-removed': {
    title: 'The registration was removed',
    meaning: 'The device is not to be woken through this registration any more.',
    nextStep: 'Under Registrations, with the removed ones shown, the account’s list says why.',
    tone: 'quiet',
  },
  'time-to-live': {
    title: 'The time to live was over',
    meaning: 'A push as old as that would puzzle more than it helps, so no other attempt was made.',
    nextStep: 'The message is not lost. Under Privacy the time to live can be made longer.',
    tone: 'warning',
  },
  policy: {
    title: 'The policy or the quota ruled it out',
    meaning:
      'When its time came, the settings of the domain did not let it be made: they are followed as they are then.',
    nextStep: 'The row of the account at that time names the setting.',
    tone: 'warning',
  },
  'tenant-suspended': {
    title: 'The domain was suspended',
    meaning: 'The provider had suspended the domain when the next attempt was due, so it was not made.',
    nextStep: 'Ask the provider why. What happens after the suspension is pushed as ever.',
    tone: 'warning',
  },
};
