import { policy } from '@bellhop/api/contract';
import type { PolicyDto } from '@bellhop/api/contract';
import { describe, expect, it } from 'vitest';
import { onlyOf, readFields } from './policy-changes.js';
import { SETTING_NAMES } from '../../components/setting-names.js';

const saved: PolicyDto = {
  withBody: false,
  withSender: false,
  importantBody: 'New Message!',
  maxErrors: 16,
  maxDevices: 5,
  maxHibernationSeconds: 259_200,
  notifyOn: 'all',
  mergeWindowSeconds: 5,
  pushTtlSeconds: 86_400,
  allowedAppServers: ['push.example.org'],
  deniedAppServers: [],
  removeOnItemNotFound: false,
};

describe('what was typed', () => {
  it('is no change where it says the same as what is saved', () => {
    const same = { ...saved, allowedAppServers: [' Push.Example.org'] };
    expect(readFields(saved, same)).toEqual({ edited: saved, changed: [], errors: {} });
  });

  it('is a policy with the names of what differs', () => {
    const fields = { ...saved, notifyOn: 'important', deniedAppServers: ['Other.example'] } as const;
    const read = readFields(saved, { ...fields, deniedAppServers: [...fields.deniedAppServers] });
    expect(read.changed).toEqual(['notifyOn', 'deniedAppServers']);
    expect(onlyOf(read.edited, read.changed)).toEqual({
      notifyOn: 'important',
      deniedAppServers: ['other.example'],
    });
  });

  it.each([
    ['mergeWindowSeconds', { mergeWindowSeconds: '' }, 'must be a whole number'],
    ['mergeWindowSeconds', { mergeWindowSeconds: 301 }, 'must be at most 300'],
    ['maxDevices', { maxDevices: 0 }, 'must be at least 1'],
    [
      'deniedAppServers',
      { deniedAppServers: ['push.example.org'] },
      'push.example.org is in both lists: allow it or deny it',
    ],
    [
      'allowedAppServers',
      { allowedAppServers: ['a b', 'c d'] },
      '“a b” is neither a domain such as push.example.org nor a JID',
    ],
  ])('is refused at its field: %s', (name, part, message) => {
    const read = readFields(saved, { ...saved, ...part });
    expect(read).toEqual({ edited: saved, changed: [name], errors: { [name]: message } });
  });
});

it('has a name for each setting, none of them twice', () => {
  expect(Object.keys(SETTING_NAMES).toSorted()).toEqual(Object.keys(policy.shape).toSorted());
  expect(new Set(Object.values(SETTING_NAMES)).size).toBe(Object.keys(policy.shape).length);
});
