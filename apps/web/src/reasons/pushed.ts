import type { Explanation, Reason } from './explanation.js';

/** A push was made for the event, or one made for something else told the device of it. */
export const PUSHED_WORDS = {
  'stored-offline': {
    title: 'Nobody was connected',
    meaning: 'A message arrived while no device of the account was connected, so the device was to be woken.',
    nextStep: 'Look at the outcome: it says what the app server made of the push.',
    tone: 'calm',
  },
  'groupchat-offline': {
    title: 'Group message to the account',
    meaning:
      'A group chat message was sent to the account itself, where no connected app gets it, so the device was to be woken.',
    nextStep: 'The outcome of the push tells what the app server did with it.',
    tone: 'calm',
  },
  archived: {
    title: 'This device had no connection',
    meaning:
      'Another device of the account was there, but this one had no session, so it was to be woken to fetch the message.',
    nextStep:
      'If the person says that this device was connected: its app has to enable push again each time it connects.',
    tone: 'calm',
  },
  call: {
    title: 'A call came in',
    meaning: 'A call cannot wait, so every device was to be woken at once, connected or not.',
    nextStep: 'The outcome shows whether the app server took it; whether the phone rang is up to the phone.',
    tone: 'calm',
  },
  hibernation: {
    title: 'Connection lost on the way',
    meaning:
      'The connection of the device broke before it had confirmed this message, so it was to be woken.',
    nextStep: 'See whether the device came back afterwards: a row says so.',
    tone: 'calm',
  },
  queued: {
    title: 'Device was out of reach',
    meaning:
      'The device had lost its connection; the chat server keeps the message for it, and it was to be woken to come back.',
    nextStep: 'Look at the outcome first, then for a row that says that the device came back.',
    tone: 'calm',
  },
  unacked: {
    title: 'Connected, but did not answer',
    meaning:
      'The chat server counts the device as connected, but it left the message unconfirmed for long, so it was to be woken.',
    nextStep:
      'Common in dead spots. If it happens all day, look at the network and the battery saving of the phone.',
    tone: 'calm',
  },
  ping: {
    title: 'Asked for by the chat server',
    meaning: 'Another module of the chat server asked to wake the device; no message was involved.',
    nextStep: 'If such pushes come as a surprise, ask who runs the chat server which module sends them.',
    tone: 'calm',
  },
  'test-push': {
    title: 'Test push',
    meaning: 'A person asked for a push to see whether it arrives; no message was involved.',
    nextStep: 'Look at the outcome, then at the device: it should show the placeholder text.',
    tone: 'calm',
  },
  resend: {
    title: 'Made once more',
    meaning:
      'A person asked to make a push again that was over; it carries the placeholder, as texts are not kept.',
    nextStep: 'Compare its outcome with that of the first push, which the detail of the row names.',
    tone: 'calm',
  },
  covered: {
    title: 'Told by the push of the same moment',
    meaning:
      'Several messages waited for the device at this moment, and one push told it of all of them; it fetches everything when it wakes.',
    nextStep: 'Look at the shared push: its outcome counts for this message too.',
    tone: 'calm',
  },
  merged: {
    title: 'Merged with other messages',
    meaning:
      'It came shortly after another push. Messages of such a time share one push at the end of the merge window.',
    nextStep:
      'Look at the outcome of the shared push. If it came too late for the person, shorten the merge window under Privacy.',
    tone: 'calm',
  },
  backlog: {
    title: 'Told by one push after an interruption',
    meaning:
      'Bellhop learned of it late, after it or the connection had been away, and told the device once of all that had waited.',
    nextStep:
      'Look at the shared push; the state of the chat server on the overview says whether the connection is back.',
    tone: 'warning',
  },
  duplicate: {
    title: 'Told before',
    meaning:
      'The chat server showed the same message at two places, and a push had told the device of it the first time.',
    nextStep: 'Nothing to do: look at the push that was made.',
    tone: 'quiet',
  },
} as const satisfies Partial<Record<Reason, Explanation>>;
