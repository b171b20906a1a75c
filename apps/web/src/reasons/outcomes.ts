import type { Explanation, Outcome } from './explanation.js';

/** What became of a push, or where it stands. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, Explanation>> = {
  pending: {
    title: 'Waiting for an answer',
    meaning: 'The push was sent and the app server has not answered yet.',
    nextStep: 'Wait: without an answer within 60 seconds the push is tried again.',
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
    title: 'To be tried again',
    meaning:
      'The app server could not take the push for now, or did not answer. The registration is kept, no strike is counted, and the push is tried again.',
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
    meaning:
      'The app server could not take the push over before its time to live was over, so it was given up.',
    nextStep: 'Read what the app server answered; Figures shows how it does with the other pushes.',
    tone: 'bad',
  },
  superseded: {
    title: 'Called off',
    meaning: 'Before the app server took the push, something else made it needless or ruled it out.',
    nextStep: 'Look at what it was; where a newer push wakes the device, that one tells the rest.',
    tone: 'quiet',
  },
  unknown: {
    title: 'Outcome not known',
    meaning:
      'The push was sent, and no attempt was answered before its time to live was over. It may have arrived.',
    nextStep: 'The next push for this registration shows whether the app server still works.',
    tone: 'warning',
  },
};
