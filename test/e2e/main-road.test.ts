import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superuser } from '../harness/embedded-postgres.js';
import { eventually } from '../harness/eventually.js';
import { APP_SERVER, startStage } from '../harness/stage.js';
import type { LogEvent, Stage } from '../harness/stage.js';
import type { Phone } from '../harness/phone.js';

let stage: Stage;
let sender: Phone;

beforeAll(async () => {
  stage = await startStage({
    domains: ['tenant.example', 'other.example'],
    // Each message has a push of its own.
    policy: { mergeWindowSeconds: 0 },
  });
  sender = await stage.phone('sender');
});
afterAll(() => stage.stop());

const isSettled = ({ kind, decisions }: LogEvent) =>
  kind === 'offline' && decisions.every(({ push }) => push !== null && push.outcome !== 'pending');

interface Registration {
  readonly strikes: number;
  readonly removedAt: string | null;
  readonly removalReason: string | null;
}
async function registrationOf(account: string): Promise<Registration | undefined> {
  const path = `/tenants/${stage.tenantId()}/registrations?removed=true&account=${account}`;
  return (await stage.api.get<{ registrations: Registration[] }>(path)).registrations[0];
}

/** What a test does to the database from behind; never what it looks at. */
async function asSuperuser(sql: string): Promise<void> {
  const client = new pg.Client(await superuser(stage.bellhop.dataFolder));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('a message for a phone that is away', () => {
  it("is published from the tenant's domain with nothing private in it, and the log says so", async () => {
    const account = await stage.absentPhone('alice');
    sender.sendMessage({ to: account, body: 'meet me at the station' });

    const publish = await stage.appServer.nextPublish(({ node }) => node === 'alice-node');

    expect(publish.from).toBe('tenant.example');
    expect(publish.options).toEqual({
      FORM_TYPE: 'http://jabber.org/protocol/pubsub#publish-options',
      secret: 's3cr3t',
    });
    expect(publish.summary).toEqual({
      FORM_TYPE: 'urn:xmpp:push:summary',
      'message-count': '1',
      'pending-subscription-count': null,
      'last-message-sender': null,
      'last-message-body': 'New Message!',
    });
    for (const word of ['station', 'sender@', 'alice@']) expect(publish.xml).not.toContain(word);

    const event = await stage.event(account, isSettled);
    expect(event).toMatchObject({ importance: 'important', sender: null });
    expect(event.decisions).toMatchObject([
      { appServer: APP_SERVER, node: 'alice-node', reason: 'stored-offline', push: { outcome: 'accepted' } },
    ]);
  });

  it.each([
    ['an encrypted message', 'bruno', (to: string) => sender.sendEncrypted({ to }), 'New Message!'],
    ['a call', 'carla', (to: string) => sender.proposeCall({ to }), 'New Message!'],
    ['somebody typing', 'dario', (to: string) => sender.sendTyping({ to }), null],
  ])('is told by its importance: %s', async (_, user, send, body) => {
    const account = await stage.absentPhone(user);
    send(account);
    const publish = await stage.appServer.nextPublish(({ node }) => node === `${user}-node`);
    expect(publish.summary['last-message-body']).toBe(body);
  });

  it('wakes every device of the account, and those of no other tenant', async () => {
    const account = await stage.absentPhone('erika', { node: 'erika-1' });
    const again = await stage.phone('erika');
    await again.enablePush({ jid: APP_SERVER, node: 'erika-2' });
    await again.close();
    await stage.absentPhone('erika', { node: 'erika-elsewhere', domain: 'other.example' });

    sender.sendMessage({ to: account, body: 'hello' });

    const event = await stage.event(account, isSettled);
    expect(event.decisions.map(({ node }) => node).toSorted()).toEqual(['erika-1', 'erika-2']);
    expect(await stage.eventsOf('erika@other.example')).not.toContainEqual(
      expect.objectContaining({ kind: 'offline' }),
    );
  });
});

describe('enable and disable', () => {
  it('advertises push on the account and not on the domain', async () => {
    const phone = await stage.phone('frieda');
    expect(await phone.disco()).toContain('urn:xmpp:push:0');
    expect(await phone.disco('tenant.example')).not.toContain('urn:xmpp:push:0');
  });

  it('ends the pushes of a registration that was disabled: the event says that there is none', async () => {
    const phone = await stage.phone('gregor');
    await phone.enablePush({ jid: APP_SERVER, node: 'gregor-node' });
    await phone.disablePush({ jid: APP_SERVER, node: 'gregor-node' });
    await phone.close();
    sender.sendMessage({ to: phone.account, body: 'hello' });

    const event = await stage.event(phone.account, ({ kind }) => kind === 'offline');
    expect(event).toMatchObject({ reason: 'no-registration', decisions: [] });
    expect(stage.appServer.publishes.filter(({ node }) => node === 'gregor-node')).toEqual([]);
  });

  it('is not understood as a question: an iq of type get', async () => {
    const phone = await stage.phone('petra');
    const enable = `<enable xmlns='urn:xmpp:push:0' jid='${APP_SERVER}' node='n'/>`;
    await expect(phone.request('get', enable)).rejects.toMatchObject({ condition: 'service-unavailable' });
    expect(await registrationOf(phone.account)).toBeUndefined();
  });

  it('cannot be asked for on behalf of somebody else', async () => {
    const victim = await stage.phone('hanna');
    const enable = `<enable xmlns='urn:xmpp:push:0' jid='${APP_SERVER}' node='stolen'/>`;
    await expect(sender.request('set', enable, victim.account)).rejects.toMatchObject({
      condition: 'service-unavailable',
    });
    const { registrations } = await stage.api.get<{ registrations: unknown[] }>(
      `/tenants/${stage.tenantId()}/registrations?account=${victim.account}`,
    );
    expect(registrations).toEqual([]);
  });

  it.each([
    ['without jid', "<enable xmlns='urn:xmpp:push:0' node='n'/>", 'bad-request'],
    [
      'above 16 KiB',
      `<enable xmlns='urn:xmpp:push:0' jid='${APP_SERVER}' node='n'><x xmlns='jabber:x:data' type='submit'>` +
        `<field var='secret'><value>${'x'.repeat(17_000)}</value></field></x></enable>`,
      'policy-violation',
    ],
    [
      'for an address of the tenant itself',
      "<enable xmlns='urn:xmpp:push:0' jid='tenant.example'/>",
      'bad-request',
    ],
  ])('is refused %s, with a clear error', async (_, enable, condition) => {
    const phone = await stage.phone('ines', {
      password: await stage.prosody.createAccount('ines', 'tenant.example'),
    });
    await expect(phone.request('set', enable)).rejects.toMatchObject({ type: 'modify', condition });
    await phone.close();
    const path = `/tenants/${stage.tenantId()}/registrations?account=${phone.account}`;
    expect((await stage.api.get<{ registrations: unknown[] }>(path)).registrations).toEqual([]);
  });
});

describe('an enable that the database cannot take', () => {
  it('is answered wait, and nothing is pushed afterwards', async () => {
    const phone = await stage.phone('olga');
    await asSuperuser('revoke insert on registrations from bellhop_gateway');
    const enabled = phone.enablePush({ jid: APP_SERVER, node: 'olga-node' });
    await expect(enabled).rejects.toMatchObject({ type: 'wait', condition: 'internal-server-error' });
    await asSuperuser('grant insert on registrations to bellhop_gateway');
    await phone.close();

    const fence = await stage.absentPhone('olga-fence');
    sender.sendMessage({ to: phone.account, body: 'hello' });
    sender.sendMessage({ to: fence, body: 'hello' });
    await stage.event(fence, isSettled);
    expect(stage.appServer.publishes.filter(({ node }) => node === 'olga-node')).toEqual([]);
    expect(await registrationOf(phone.account)).toBeUndefined();
  });
});

describe("an app server's answer", () => {
  /** Sends a message; gives its event once its pushes have their answers. */
  const push = async (account: string): Promise<LogEvent> => {
    const before = new Set((await stage.eventsOf(account)).map(({ id }) => id));
    sender.sendMessage({ to: account, body: 'hello' });
    return stage.event(account, (event) => !before.has(event.id) && isSettled(event), 'a settled push');
  };

  it('of type wait keeps the registration, and is shown word for word', async () => {
    const account = await stage.absentPhone('jonas');
    stage.appServer.answerNext('jonas-node', {
      kind: 'error',
      type: 'wait',
      condition: 'resource-constraint',
      text: 'one push per five seconds',
    });
    const event = await push(account);
    expect(event.decisions[0]?.push).toMatchObject({
      outcome: 'deferred',
      attempts: [
        { answer: { type: 'wait', condition: 'resource-constraint', text: 'one push per five seconds' } },
      ],
    });
    expect(await registrationOf(account)).toMatchObject({ strikes: 0, removedAt: null });
  });

  it('that is final counts a strike, and a result clears it', async () => {
    const account = await stage.absentPhone('klara');
    stage.appServer.answerNext('klara-node', { kind: 'error', type: 'cancel', condition: 'item-not-found' });
    const rejected = await push(account);
    expect(rejected.decisions[0]?.push).toMatchObject({ outcome: 'rejected', strikes: 1 });
    expect(await registrationOf(account)).toMatchObject({ strikes: 1, removedAt: null });

    await push(account);
    expect(await registrationOf(account)).toMatchObject({ strikes: 0, removedAt: null });
  });

  it('that is final for the sixteenth time in a row removes the registration, visibly', async () => {
    const account = await stage.absentPhone('lukas');
    stage.appServer.alwaysAnswer('lukas-node', {
      kind: 'error',
      type: 'cancel',
      condition: 'item-not-found',
    });
    for (let strike = 1; strike <= 16; strike += 1) await push(account);
    expect(await registrationOf(account)).toMatchObject({ removalReason: 'too-many-errors' });

    sender.sendMessage({ to: account, body: 'one more' });
    await stage.event(account, ({ reason }) => reason === 'no-registration');
    expect(stage.appServer.publishes.filter(({ node }) => node === 'lukas-node')).toHaveLength(16);
  });
});

describe('an app server that stays silent', () => {
  it('counts as passing trouble after a minute: the push is made again, and is over with the first answer', async () => {
    const account = await stage.absentPhone('nils');
    stage.appServer.alwaysAnswer('nils-node', { kind: 'silence' });
    sender.sendMessage({ to: account, body: 'hello' });
    const first = await stage.appServer.nextPublish(({ node }) => node === 'nils-node');
    await stage.event(account, ({ decisions }) => decisions[0]?.push?.outcome === 'pending');
    await aMinutePasses(account);
    await stage.appServer.nextPublish(({ node }) => node === 'nils-node');
    const event = await stage.event(account, ({ decisions }) => decisions[0]?.push?.attempts.length === 2);
    expect(event.decisions[0]?.push).toMatchObject({
      outcome: 'pending',
      attempts: [{ answer: null }, { answer: null }],
    });
    expect(await registrationOf(account)).toMatchObject({ strikes: 0, removedAt: null });

    const answer = `<iq type='result' id='${first.id}' from='${APP_SERVER}' to='${first.from}'/>`;
    stage.appServer.component.send(answer);
    await stage.event(
      account,
      ({ decisions }) => decisions[0]?.push?.outcome === 'accepted',
      'the late answer',
    );
  });

  /** Instead of waiting for it. */
  const aMinutePasses = (account: string): Promise<void> =>
    asSuperuser(
      `update open_pushes set due_at = now() - interval '1 second'
       where account = '${account}' and state = 'in-flight'`,
    );
});

describe('an account that is deleted', () => {
  it('takes its registrations and its log along', async () => {
    const account = await stage.absentPhone('maria');
    sender.sendMessage({ to: account, body: 'hello' });
    await stage.event(account, isSettled);
    await stage.prosody.deleteAccount('maria', 'tenant.example');
    await stage.event(account, ({ reason }) => reason === 'account-deleted');
    await eventually(
      async () => expect((await stage.eventsOf(account)).map(({ kind }) => kind)).toEqual(['account']),
      { what: 'the rows of the account being gone', timeoutMs: 30_000 },
    );
    const path = `/tenants/${stage.tenantId()}/registrations?removed=true&account=${account}`;
    expect((await stage.api.get<{ registrations: unknown[] }>(path)).registrations).toEqual([]);
  });
});
