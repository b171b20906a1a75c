import { expect, it } from 'vitest';
import { appServerDomain } from './app-server-domain.js';

it.each(['push.example', 'bot@push.example', 'push.example/fcm', 'bot@push.example/a@b/c'])(
  'is push.example in %s',
  (jid) => {
    expect(appServerDomain(jid)).toBe('push.example');
  },
);
