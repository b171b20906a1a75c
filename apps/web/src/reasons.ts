/**
 * What the closed lists of the delivery log mean to people. The records are typed by the contract, so a
 * reason without its words does not compile.
 */
import type { DecisionDto, PushDto, RegistrationDto } from '@bellhop/api/contract';

export type Reason = DecisionDto['reason'];
export type Outcome = PushDto['outcome'];
export type RemovalReason = NonNullable<RegistrationDto['removalReason']>;

/** How something stands, for its colour; the words always say it too. */
export type Tone = 'good' | 'warning' | 'bad' | 'calm' | 'quiet';

export interface Explanation {
  readonly title: string;
  /** One sentence: what happened and why. */
  readonly meaning: string;
  /** One sentence: what to do, or why nothing has to be done. */
  readonly nextStep: string;
  readonly tone: Tone;
}

export const REASON_WORDS: Readonly<Record<Reason, Explanation>> = {
  'stored-offline': {
    title: 'Nobody was connected',
    meaning: 'A message arrived while no device of the account was connected, so the device was to be woken.',
    nextStep: 'Look at the outcome: it says what the app server made of the push.',
    tone: 'calm',
  },
  'groupchat-offline': {
    title: 'Group message, nobody connected',
    meaning:
      'A group chat message came to the account itself while no device was connected, so the device was to be woken.',
    nextStep: 'The outcome of the push tells what the app server did with it.',
    tone: 'calm',
  },
  ping: {
    title: 'Asked for by the chat server',
    meaning: 'Another module of the chat server asked to wake the device; no message was involved.',
    nextStep: 'If such pushes come as a surprise, ask who runs the chat server which module sends them.',
    tone: 'calm',
  },
  'enabled-later': {
    title: 'Push was enabled later',
    meaning: 'The message is older than this registration: the device enabled push only afterwards.',
    nextStep: 'Nothing to do. Messages that arrive from then on are pushed.',
    tone: 'quiet',
  },
  'other-target': {
    title: 'Meant for another device',
    meaning: 'The chat server asked to wake one device of the account, and this registration is another one.',
    nextStep: 'Nothing to do: see the registration that it was meant for.',
    tone: 'quiet',
  },
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
  'account-deleted': {
    title: 'Account was deleted',
    meaning: 'The account no longer exists on the chat server.',
    nextStep: 'Nothing to do.',
    tone: 'calm',
  },
};
