import { DEFAULT_POLICY, readEvent, readRequest } from '@bellhop/push-core';
import type { EventInput } from '@bellhop/push-core';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, PASSWORD, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { enrol } from '../access/second-factor.test-support.js';
import { AppServers } from '../xmpp/app-servers.js';
import { decideAndWrite } from '../xmpp/decide-and-write.js';
import { LinkMemory } from '../xmpp/link-memory.js';
import { parseXml } from '../xmpp/parse-xml.js';
import type { ServedTenant } from '../xmpp/served-tenant.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';
import { createLogger } from './logger.js';
import { addressOf, operationsOf } from './operations.test-support.js';

/** What nobody but its receiver must ever see, by what it is. */
const secrets: Record<string, string> = {
  password: 'canary-password-7f1e',
  componentSecret: 'canary-component-secret-2b9c',
  body: 'canary-body-8d3a',
  sender: 'canary-sender-1c5d',
  options: 'canary-options-6e4f',
};
const logged: string[] = [];
const answered: string[] = [];

let api: TestApi;
let admin: Client;
let person: TestPerson;
let tenantId: string;
let connectionId: string;
beforeAll(async () => {
  const logger = createLogger('trace', { write: (line) => void logged.push(line) });
  api = await startTestApi({ logger });
  admin = new Client({ connectionString: api.database.adminUrl });
  await admin.connect();
  tenantId = await addTenant(api, 'tenant.example');
  person = await signedIn(api, withProvider('owner'));
  await useSecretsOfPeople();
  await useSecretsOfPrograms();
  await receiveStanzas(DEFAULT_POLICY);
  await receiveStanzas({ ...DEFAULT_POLICY, withBody: true });
  await misuseSecrets();
});
afterAll(async () => {
  await admin?.end();
  await api?.close();
});

async function ask(method: string, path: string, body?: object): Promise<Record<string, string>> {
  const answer = await api.call(method, path, undefined, {
    cookies: person.cookies,
    headers: { 'idempotency-key': `${method}${path}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
  });
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
  for (const { name, value } of answer.cookies) person.cookies[name] = value;
  return answer.statusCode === 204 ? {} : answer.json();
}

async function useSecretsOfPeople(): Promise<void> {
  await ask('POST', '/me/password', { currentPassword: PASSWORD, newPassword: secrets['password'] });
  const { secret, recoveryCodes, cookies } = await enrol(api, person.cookies);
  Object.assign(person.cookies, cookies);
  secrets['second factor'] = secret;
  for (const [index, code] of recoveryCodes.entries()) secrets[`recovery code ${index}`] = code;
  secrets['sign-in'] = Object.values(person.cookies).join('');
  for (const path of ['/invitations', `/tenants/${tenantId}/invitations`]) {
    const role = path === '/invitations' ? 'auditor' : 'support';
    const { url } = await ask('POST', path, { email: `invited-${role}@example.org`, role });
    secrets[`link of ${path}`] = new URL(url ?? '').hash.slice(1);
  }
  const { url } = await ask(
    'POST',
    `/members/${(await signedIn(api, withProvider('auditor'))).id}/reset-link`,
  );
  secrets['reset link'] = new URL(url ?? '').hash.slice(1);
}

async function useSecretsOfPrograms(): Promise<void> {
  const token = { name: 'a token', scopes: ['tenant.view'], expiresInDays: 7 };
  for (const path of ['/tokens', `/tenants/${tenantId}/tokens`]) {
    secrets[`token of ${path}`] = (await ask('POST', path, token))['token'] ?? '';
  }
  const endpoints = [{ host: '127.0.0.1', port: 5347 }];
  const secret = secrets['componentSecret'];
  connectionId =
    (await ask('POST', '/connections', { jid: 'canary.example', endpoints, secret }))['id'] ?? '';
  secrets['newComponentSecret'] = `${secret}-new`;
  await ask('PATCH', `/connections/${connectionId}`, { secret: secrets['newComponentSecret'] });
}

/** As the gateway takes them from an adapter that sends more than it should. */
async function receiveStanzas(policy: ServedTenant['policy']): Promise<void> {
  const domain = 'tenant.example';
  const tenant: ServedTenant = {
    id: tenantId,
    domain,
    connectionId,
    policy,
    isSuspended: false,
    retentionDays: 30,
    quotas: [],
  };
  const request = readRequest(
    parseXml(
      `<request user='alice' sid='s1' resource='phone' at='${Date.now()}'><enable xmlns='urn:xmpp:push:0' jid='push.example' node='n1'>
       <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>
       <field var='secret'><value>${secrets['options']}</value></field></x></enable></request>`,
    ),
    domain,
  );
  const event = readEvent(
    parseXml(
      `<stanza on='offline' user='alice' at='${Date.now()}' ref='r${Math.random()}' live=''>
       <message xmlns='jabber:client' type='chat' id='m1' by='remote' from='${secrets['sender']}@remote.example'>
       <body>${secrets['body']}</body></message></stanza>`,
    ),
    domain,
  );
  const unreadable = readEvent(
    parseXml(`<stanza on='offline'><body>${secrets['body']}</body></stanza>`),
    domain,
  );
  expect(unreadable.kind).toBe('unreadable');
  const { secretBox, database } = api;
  const of = {
    tenant,
    secretBox,
    memory: new LinkMemory(),
    appServers: new AppServers(),
    logger: createLogger('trace', { write: (line) => void logged.push(line) }),
  };
  // A client's request is decided and written as events are (client-request.ts).
  for (const input of [request, event]) {
    if (input.kind === 'unreadable') throw new Error(JSON.stringify(input));
    await database.tenantScope.forTenants([tenantId], (manager) =>
      decideAndWrite(manager, of, [input as EventInput]),
    );
  }
}

/** Requests that are refused, with secrets where they do not belong. */
async function misuseSecrets(): Promise<void> {
  for (const [what, secret] of Object.entries(secrets)) {
    const wrong = [
      await api.call('POST', '/sign-in', {
        email: `${what.length}@example.org`,
        password: secret,
        [secret]: secret,
      }),
      await api.call('POST', '/sign-in', undefined, {
        headers: { 'content-type': 'application/json' },
        payload: `{"x": ${secret}`,
      }),
      await api.call('GET', `/me?${secret}=${secret}`, undefined, {
        headers: { authorization: `Bearer ${secret}` },
      }),
      await person.call('POST', '/connections', { jid: 'no domain', endpoints: [], secret }),
      await person.call('POST', `/tenants/${tenantId}/policy/preview`, { importantBody: [secret] }),
      await person.call('GET', `/tenants/${tenantId}/events?cursor=${encodeURIComponent(secret)}`),
    ];
    // The name of a field that nobody knows is repeated to whoever sent it.
    answered.push(...wrong.slice(1).map(({ body }) => body));
  }
}

/** A secret as it is, in hex as columns of bytes are written, and in base64. */
function shapesOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '').slice(0, -1)];
}

const foundIn = (text: string) =>
  Object.entries(secrets).flatMap(([what, secret]) =>
    shapesOf(secret).some((shape) => text.includes(shape)) ? [what] : [],
  );

describe('passwords, secrets, tokens, bodies, senders and publish-options', () => {
  it('are all there to be looked for', () => {
    expect(Object.values(secrets).filter((secret) => secret.length < 12)).toEqual([]);
    expect(Object.keys(secrets).length).toBeGreaterThan(20);
    expect(foundIn(JSON.stringify(secrets))).toEqual(Object.keys(secrets));
    expect(logged.length).toBeGreaterThan(20);
  });

  it('are in no line of the log', () => {
    expect(foundIn(logged.join('\n'))).toEqual([]);
  });

  it('are in no problem', () => {
    expect(answered.every((body) => body.includes('urn:bellhop:problem'))).toBe(true);
    expect(foundIn(answered.join('\n'))).toEqual([]);
  });

  it('are in no column of the database in the clear', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select c.relname::text as name from pg_class c where c.relnamespace = 'public'::regnamespace
         and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const dump = await admin.query<{ row: string }>(`select t::text as row from ${name} t`);
      found.push(...foundIn(dump.rows.map(({ row }) => row).join('\n')).map((what) => `${what} in ${name}`));
    }
    expect(found).toEqual([]);
    const kept = await admin.query(`select from registrations where options is not null`);
    const heard = await admin.query(`select from events where kind = 'offline'`);
    expect([kept.rowCount, heard.rowCount]).toEqual([1, 2]);
  });

  it('are in no answer', async () => {
    const found: string[] = [];
    for (const operation of await operationsOf(api)) {
      const ids = { tenantId, connectionId };
      if (operation.method !== 'GET' || operation.isStream || operation.pathIds.some((id) => !(id in ids)))
        continue;
      const query = operation.path.endsWith('/unregistered') ? '?account=alice@tenant.example' : '';
      const answer = await person.call('GET', `${addressOf(operation, ids)}${query}`);
      expect(`${operation.key} ${answer.statusCode}`).toBe(`${operation.key} 200`);
      found.push(...foundIn(answer.body).map((what) => `${what} in ${operation.key}`));
    }
    expect(found).toEqual([]);
  });
});
