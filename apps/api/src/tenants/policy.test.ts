import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenForChanges } from '../platform/changes.test-support.js';
import type { Listener } from '../platform/changes.test-support.js';
import { makeTenant } from '../pushes/log.test-support.js';

const DEFAULTS = {
  withBody: false,
  withSender: false,
  importantBody: 'New Message!',
  maxErrors: 16,
  maxDevices: 5,
  maxHibernationSeconds: 259_200,
  notifyOn: 'all',
  mergeWindowSeconds: 5,
  pushTtlSeconds: 86_400,
  allowedAppServers: [],
  deniedAppServers: [],
  removeOnItemNotFound: false,
};

let api: TestApi;
let changes: Listener;
let domain: string;
let id: string;
beforeAll(async () => {
  api = await startTestApi();
  changes = await listenForChanges(api);
});
afterAll(async () => {
  await changes.close();
  await api.close();
});

// Each test has a tenant of its own, so that none has to put back what it changed.
beforeEach(async () => {
  domain = `t${randomUUID()}.example`;
  id = await makeTenant(api, domain);
  await changes.heard();
});

const change = (body: object) => api.asOwner('PATCH', `/tenants/${id}/policy`, body);
const policy = async () => (await api.asOwner('GET', `/tenants/${id}/policy`)).json();

describe('a policy', () => {
  it('is by default what the rules have as their default', () => {
    expect(DEFAULTS).toEqual(DEFAULT_POLICY);
  });

  it('changes what is given, keeps the rest, and is announced', async () => {
    expect((await change({ withBody: true })).json()).toEqual({ ...DEFAULTS, withBody: true });
    expect((await change({ withBody: false, importantBody: '' })).json()).toEqual({
      ...DEFAULTS,
      importantBody: '',
    });
    expect((await change({})).json()).toEqual({ ...DEFAULTS, importantBody: '' });
    expect((await change({ importantBody: 'New Message!' })).json()).toEqual(DEFAULTS);
    expect(await changes.heard()).toEqual(Array.from({ length: 4 }, () => ({ kind: 'tenant', id })));
    expect(await policy()).toEqual(DEFAULTS);
  });

  it('keeps every setting', async () => {
    const all = {
      withBody: true,
      withSender: true,
      importantBody: 'Ding',
      maxErrors: 3,
      maxDevices: 2,
      maxHibernationSeconds: 60,
      notifyOn: 'important',
      mergeWindowSeconds: 0,
      pushTtlSeconds: 3600,
      allowedAppServers: ['push.example.org', 'bot@apps.example.org'],
      deniedAppServers: ['bad@push.example.org'],
      removeOnItemNotFound: true,
    };
    expect((await change(all)).json()).toEqual(all);
    expect((await api.asOwner('GET', `/tenants/${id}`)).json().policy).toEqual(all);
    expect((await change(DEFAULTS)).json()).toEqual(DEFAULTS);
  });

  it('has its app servers in prepared form, each once', async () => {
    const entries = [
      ' Push.Example.ORG. ',
      'push.example.org',
      'Bot@Apps.example/Resource',
      'bücher.example',
    ];
    const answer = await change({ allowedAppServers: entries });
    expect(answer.json().allowedAppServers).toEqual([
      'push.example.org',
      'bot@apps.example/Resource',
      'bücher.example',
    ]);
  });

  it('is refused when it allows and denies the same app server, also by two changes', async () => {
    const both = await change({
      allowedAppServers: ['a.example', 'b.example'],
      deniedAppServers: ['B.example'],
    });
    const refusal = {
      status: 400,
      errors: [{ field: 'deniedAppServers', message: 'b.example is in both lists: allow it or deny it' }],
    };
    expect(both.json()).toMatchObject(refusal);
    expect((await change({ allowedAppServers: ['b.example'] })).statusCode).toBe(200);
    await changes.heard();
    expect((await change({ deniedAppServers: ['b.example'] })).json()).toMatchObject(refusal);
    const preview = await api.asOwner('POST', `/tenants/${id}/policy/preview`, {
      deniedAppServers: ['b.example'],
    });
    expect(preview.json()).toMatchObject(refusal);
    expect((await policy()).deniedAppServers).toEqual([]);
    expect(await changes.heard()).toEqual([]);
  });

  it.each([
    ['withBody', { withBody: 'yes' }],
    ['importantBody', { importantBody: 'a\u0000b' }],
    ['importantBody', { importantBody: 'x'.repeat(201) }],
    ['maxErrors', { maxErrors: 0 }],
    ['maxDevices', { maxDevices: 1.5 }],
    ['maxHibernationSeconds', { maxHibernationSeconds: 604_801 }],
    ['notifyOn', { notifyOn: 'messages' }],
    ['mergeWindowSeconds', { mergeWindowSeconds: -1 }],
    ['mergeWindowSeconds', { mergeWindowSeconds: 301 }],
    ['pushTtlSeconds', { pushTtlSeconds: 59 }],
    ['pushTtlSeconds', { pushTtlSeconds: 604_801 }],
    ['removeOnItemNotFound', { removeOnItemNotFound: 1 }],
    ['allowedAppServers', { allowedAppServers: 'push.example.org' }],
    [
      'allowedAppServers',
      { allowedAppServers: Array.from({ length: 101 }, (_, index) => `p${index}.example`) },
    ],
    ['allowedAppServers.1', { allowedAppServers: ['a.example', ''] }],
    ['deniedAppServers.0', { deniedAppServers: ['https://push.example.org/'] }],
    ['deniedAppServers.0', { deniedAppServers: ['push example'] }],
    ['deniedAppServers.0', { deniedAppServers: ['a\u0000.example'] }],
    ['deniedAppServers.0', { deniedAppServers: [null] }],
    ['retentionDays', { retentionDays: 7 }],
  ])('is refused by name for a wrong %s', async (field, body) => {
    const answer = await change(body);
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field }] });
    expect(await changes.heard()).toEqual([]);
  });

  it('can be tried out without being changed', async () => {
    const preview = await api.asOwner('POST', `/tenants/${id}/policy/preview`, { withBody: true });
    const [text] = preview.json().examples;
    expect(text.leaves).toContain('<value>hello</value>');
    expect(text.leaves).toContain(`from='${domain}'`);
    expect(await policy()).toEqual(DEFAULTS);
    expect(await changes.heard()).toEqual([]);
  });

  it('says which entry of a list is wrong', async () => {
    const answer = await change({ deniedAppServers: ['push.example.org', 'push example'] });
    expect(answer.json().errors).toEqual([
      {
        field: 'deniedAppServers.1',
        message: '“push example” is neither a domain such as push.example.org nor a JID',
      },
    ]);
  });
});
