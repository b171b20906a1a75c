import type { Explanation, Reason } from './explanation.js';

/** What the event as a whole was, or what somebody asked for. */
export const WHOLE_EVENT_WORDS = {
  'no-registration': {
    title: 'No registration',
    meaning: 'The account has no device that enabled push, so there was nobody to wake.',
    nextStep: 'Ask the person to switch on notifications in their app and to connect once.',
    tone: 'warning',
  },
  'type-never-pushed': {
    title: 'Not a kind that is pushed',
    meaning: 'Stanzas of this type, such as errors, never wake a device.',
    nextStep: 'Nothing to do: the device gets it when it connects the next time.',
    tone: 'quiet',
  },
  'unknown-target': {
    title: 'Unknown push target',
    meaning: 'The chat server asked for a push to an app server that this account has no registration at.',
    nextStep:
      'Compare the app server and node with the registrations of the account; an old one may have been removed.',
    tone: 'warning',
  },
  'session-state': {
    title: 'Session changed',
    meaning: 'A device connected, went to sleep, came back or left. That alone wakes nobody.',
    nextStep: 'Nothing to do. The row is here to show when the account was reachable.',
    tone: 'quiet',
  },
  unreadable: {
    title: 'Event could not be read',
    meaning:
      'The chat server reported something that Bellhop could not read or store, so no decision was made.',
    nextStep: 'Check that adapter and Bellhop have matching versions, and report the detail shown here.',
    tone: 'bad',
  },
  gap: {
    title: 'Events are missing',
    meaning:
      'The chat server had given up events before Bellhop could take them; what they were is not known.',
    nextStep: 'Look for a restart of the chat server or a long outage of the connection at this time.',
    tone: 'bad',
  },
  'app-server-paused': {
    title: 'App server paused',
    meaning:
      'Several attempts in a row did not reach an app server, so its pushes wait; one at a time goes out to see whether it is back.',
    nextStep:
      'Usually none: the pushes follow when it is back. If it lasts, ask who runs the app server, or look at the way from the chat server to it.',
    tone: 'warning',
  },
  'app-server-back': {
    title: 'App server is back',
    meaning: 'An app server that had been paused answered, so the pushes that waited for it are sent.',
    nextStep: 'Nothing to do.',
    tone: 'good',
  },
  'quota-level': {
    title: 'Quota is being used up',
    meaning: 'The pushes of a minute or a day have reached a level of what the provider allows.',
    nextStep: 'Raise the quota before it is used up: over it, no push is made.',
    tone: 'warning',
  },
  enabled: {
    title: 'Push enabled',
    meaning:
      'A device enabled push with an app server; messages for the account are pushed there from then on.',
    nextStep: 'Nothing to do.',
    tone: 'good',
  },
  renewed: {
    title: 'Push renewed',
    meaning: 'A device enabled push again with the same app server and node, as apps do when they connect.',
    nextStep: 'No action needed; the registration stays as it is, with the newest options.',
    tone: 'quiet',
  },
  rebound: {
    title: 'Recognised again',
    meaning:
      'The device connected without enabling push again, as some apps do, and was recognised; its registration counts for the new session.',
    nextStep: 'Nothing to do. While it is connected it gets no pushes.',
    tone: 'good',
  },
  'enable-refused': {
    title: 'Enabling was refused',
    meaning: 'A device tried to enable push, but its request was not valid. It was told so.',
    nextStep: 'The detail names the fault. Updating the app helps most often.',
    tone: 'bad',
  },
  disabled: {
    title: 'Push disabled',
    meaning: 'A device asked not to be notified any longer, and its registration was removed.',
    nextStep: 'If this was not wanted, switch notifications on again in the app.',
    tone: 'calm',
  },
  'disable-refused': {
    title: 'Disabling was refused',
    meaning: 'A device tried to disable push, but its request was not valid. Nothing was changed.',
    nextStep: 'The detail names the fault; the registration can be seen under Registrations.',
    tone: 'bad',
  },
  'account-deleted': {
    title: 'Account deleted',
    meaning: 'The account was deleted on the chat server, and its registrations were removed with it.',
    nextStep: 'Nothing to do. If the account is made again, its devices enable push again.',
    tone: 'calm',
  },
  'removed-by-administrator': {
    title: 'Registration removed',
    meaning: 'A person took the registration away; nothing is pushed through it any more.',
    nextStep: 'If this was not wanted, switch notifications off and on again in the app.',
    tone: 'calm',
  },
} as const satisfies Partial<Record<Reason, Explanation>>;
