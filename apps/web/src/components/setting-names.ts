import type { PolicyDto } from '@bellhop/api/contract';

/** What each setting is called on its page. */
export const SETTING_NAMES: Readonly<Record<keyof PolicyDto, string>> = {
  withBody: 'Text of the message',
  withSender: 'Sender',
  importantBody: 'Placeholder text',
  notifyOn: 'Important messages only',
  mergeWindowSeconds: 'Merge window',
  pushTtlSeconds: 'Time to live',
  maxDevices: 'Devices per account',
  maxErrors: 'Strikes in a row',
  removeOnItemNotFound: 'Remove when unknown to the app server',
  maxHibernationSeconds: 'Longest absence of a session',
  allowedAppServers: 'Allow only these',
  deniedAppServers: 'Never these',
};
