import type { EventDto } from '@bellhop/api/contract';

type EventKind = EventDto['kind'];

/** What an event of each kind is, for the filter and the head of its timeline. */
export const KIND_WORDS: Readonly<Record<EventKind, string>> = {
  offline: 'Message, nobody connected',
  groupchat: 'Group message',
  archived: 'Message, a device connected',
  hibernation: 'Connection lost with a message on the way',
  queued: 'Kept for a device out of reach',
  unacked: 'Left unconfirmed by a device',
  ping: 'Push asked for by the server',
  'test-push': 'Test push',
  resend: 'Push made once more',
  window: 'Push given up',
  session: 'Session',
  account: 'Account',
  enable: 'Enable request',
  disable: 'Disable request',
  removal: 'Registration removed',
  gap: 'Gap in the events',
  unreadable: 'Unreadable event',
  notice: 'Notice to the admins',
};
