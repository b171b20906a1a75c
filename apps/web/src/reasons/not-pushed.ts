import type { Explanation, Reason } from './explanation.js';

/** One registration got no push, or one that waited was given up. */
export const NOT_PUSHED_WORDS = {
  'enabled-later': {
    title: 'Push was enabled later',
    meaning: 'The message is older than this registration: the device enabled push only afterwards.',
    nextStep: 'Nothing to do. Messages that arrive from then on are pushed.',
    tone: 'quiet',
  },
  'session-active': {
    title: 'Device was connected',
    meaning:
      'The device had enabled push in a session that was connected, so the message went straight to it.',
    nextStep:
      'If nothing was shown, look at the app. If its connection was dead, a later row for the same message says so.',
    tone: 'quiet',
  },
  'session-hibernating': {
    title: 'Waits in the session of the device',
    meaning:
      'The device had lost its connection, and the chat server kept the message in its session; a row of its own says what came of that.',
    nextStep: 'Look at the next rows of the account: “Kept for a device out of reach”.',
    tone: 'quiet',
  },
  'other-session': {
    title: 'About another device',
    meaning:
      'The message waited in the session of another device of the account; that device alone needs a push.',
    nextStep: 'Nothing to do: the other registrations of this event show what was done.',
    tone: 'quiet',
  },
  'older-binding': {
    title: 'App registered anew',
    meaning:
      'The same session enabled push twice, with two nodes. The newer registration stands for the device; a second push would wake it twice.',
    nextStep: 'Nothing to do: see the newer registration of the account.',
    tone: 'quiet',
  },
  'recently-woken': {
    title: 'Woken a moment before',
    meaning:
      'It had nothing that a person would want to see, such as a typing notice, and a push had just woken the device.',
    nextStep: 'Nothing to do: the device gets it together with the rest.',
    tone: 'quiet',
  },
  unimportant: {
    title: 'Nothing a person wants to see',
    meaning:
      'It was something like a typing notice or a receipt, and the policy wakes phones for important messages only.',
    nextStep: 'Nothing to do. Under Privacy the policy can be set to wake phones for everything.',
    tone: 'quiet',
  },
  'app-server-not-allowed': {
    title: 'App server not allowed',
    meaning: 'The policy of this domain does not let messages be announced to this app server.',
    nextStep: 'If people need this app, change the lists of app servers under Privacy.',
    tone: 'warning',
  },
  'too-old': {
    title: 'Too old when Bellhop learned of it',
    meaning:
      'Bellhop learned of it only after the time to live of a push; waking a phone for it would be more puzzling than helpful.',
    nextStep: 'Look for a long outage of the connection before this time. The message itself is not lost.',
    tone: 'warning',
  },
  'other-target': {
    title: 'Meant for another device',
    meaning: 'The chat server asked to wake one device of the account, and this registration is another one.',
    nextStep: 'Nothing to do: see the registration that it was meant for.',
    tone: 'quiet',
  },
  quota: {
    title: 'Quota was used up',
    meaning:
      'The provider lets this domain make so many pushes a minute and a day, and all of them had been made.',
    nextStep: 'Ask the provider for a higher quota, or look under Figures for what makes so many pushes.',
    tone: 'warning',
  },
  'tenant-suspended': {
    title: 'Domain was suspended',
    meaning:
      'The provider had suspended push for this domain, so nothing was sent. The message itself is not lost.',
    nextStep:
      'Ask the provider to end the suspension. Registrations are kept; devices need not enable push again.',
    tone: 'warning',
  },
  'came-back': {
    title: 'Device came back by itself',
    meaning: 'A push was about to be made, or to be tried again, but the device connected before that.',
    nextStep: 'Nothing to do: the device fetched what had waited for it.',
    tone: 'good',
  },
  expired: {
    title: 'Time to live was over',
    meaning: 'A push waited for its time or for another attempt, and meanwhile its time to live was over.',
    nextStep: 'Check whether the app server, Bellhop or the connection was away at that time.',
    tone: 'warning',
  },
} as const satisfies Partial<Record<Reason, Explanation>>;
