import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { Phone } from '../harness/phone.js';
import { APP_SERVER, startStage } from '../harness/stage.js';
import type { LogEvent, Stage } from '../harness/stage.js';

let stage: Stage;
let sender: Phone;

beforeAll(async () => {
  // Each message has a push of its own.
  stage = await startStage({ domains: ['tenant.example'], policy: { mergeWindowSeconds: 0 } });
  sender = await stage.phone('sender');
});
afterAll(() => stage.stop());

interface Asked {
  readonly eventId: string;
  readonly pushId: string;
}

async function registrationOf(account: string): Promise<{ readonly id: string }> {
  const path = `/tenants/${stage.tenantId()}/registrations?account=${account}`;
  const { registrations } = await stage.api.get<{ registrations: { id: string }[] }>(path);
  if (registrations[0] === undefined) throw new Error(`${account} has no registration`);
  return registrations[0];
}

/** What the timeline of an event that somebody asked for says, once its push is over. */
async function settled({ eventId }: Asked): Promise<LogEvent> {
  return eventually(
    async () => {
      const event = await stage.api.get<LogEvent>(`/tenants/${stage.tenantId()}/events/${eventId}`);
      if (event.decisions[0]?.push?.outcome !== 'accepted') throw new Error(JSON.stringify(event.decisions));
      return event;
    },
    { what: 'the push being accepted' },
  );
}

const isOf = (user: string) => (publish: { readonly node: string | null }) => publish.node === `${user}-node`;

describe('a push that somebody asks for', () => {
  it('reaches the app server as a test with the placeholder, and its timeline says that it was accepted', async () => {
    const { id } = await registrationOf(await stage.absentPhone('tested'));
    const path = `/tenants/${stage.tenantId()}/registrations/${id}/test-push`;
    const asked = await stage.api.post<Asked>(path);
    const publish = await stage.appServer.nextPublish(isOf('tested'));
    expect(publish.from).toBe('tenant.example');
    expect(publish.options).toMatchObject({ secret: 's3cr3t' });
    expect(publish.summary).toMatchObject({ 'message-count': '1', 'last-message-body': 'New Message!' });
    expect(await settled(asked)).toMatchObject({
      kind: 'test-push',
      decisions: [
        { reason: 'test-push', pushId: asked.pushId, push: { attempts: [{ answer: { kind: 'result' } }] } },
      ],
    });
  });

  it('may be one that is over: it is made once more', async () => {
    const account = await stage.absentPhone('again');
    sender.sendMessage({ to: account, body: 'are you there?' });
    await stage.appServer.nextPublish(isOf('again'));
    const isOver = ({ decisions }: LogEvent) => decisions[0]?.push?.outcome === 'accepted';
    const first = (await stage.event(account, isOver)).decisions[0]?.pushId;
    const asked = await stage.api.post<Asked>(`/tenants/${stage.tenantId()}/pushes/${first}/resend`);
    await stage.appServer.nextPublish(isOf('again'));
    const event = await settled(asked);
    expect(event).toMatchObject({ kind: 'resend', importance: 'important' });
    expect(event.detail).toContain(first);
  });
});

describe('a registration that an administrator removed', () => {
  it('is pushed to no more', async () => {
    const account = await stage.absentPhone('removed');
    const { id } = await registrationOf(account);
    await stage.api.delete(`/tenants/${stage.tenantId()}/registrations/${id}`);
    sender.sendMessage({ to: account, body: 'nobody hears this' });
    const event = await stage.event(account, ({ kind }) => kind === 'offline');
    expect(event).toMatchObject({ reason: 'no-registration', decisions: [] });
  });
});

describe('a suspended domain', () => {
  it('sends nothing and tells clients to wait, and goes on with its registrations afterwards', async () => {
    const account = await stage.absentPhone('patient');
    const other = await stage.phone('newcomer');
    const path = `/tenants/${stage.tenantId()}/suspension`;
    const enable = () => other.enablePush({ jid: APP_SERVER, node: 'newcomer-node' });
    const refusal = async () => enable().then(() => null, String);

    await stage.api.post(path, { reason: 'Not paid' });
    await eventually(
      async () => {
        const refused = await refusal();
        if (refused === null || !refused.includes('wait/resource-constraint')) throw new Error(`${refused}`);
      },
      { what: 'the suspension being in force', timeoutMs: 5_000 },
    );
    sender.sendMessage({ to: account, body: 'during the suspension' });
    const passedOver = await stage.event(account, ({ kind }) => kind === 'offline');
    expect(passedOver).toMatchObject({
      reason: 'tenant-suspended',
      decisions: [{ reason: 'tenant-suspended', pushId: null }],
    });

    await stage.api.delete(path);
    await eventually(
      async () => {
        const refused = await refusal();
        if (refused !== null) throw new Error(refused);
      },
      { what: 'the suspension being over', timeoutMs: 5_000 },
    );
    sender.sendMessage({ to: account, body: 'afterwards' });
    const publish = await stage.appServer.nextPublish(isOf('patient'));
    expect(publish.summary).toMatchObject({ 'last-message-body': 'New Message!' });
    const isPushed = ({ decisions }: LogEvent) => decisions[0]?.reason === 'stored-offline';
    await stage.event(account, isPushed, 'the push after the suspension');
  });
});
