import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_SERVER, startStage } from '../harness/stage.js';
import type { Stage } from '../harness/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage({ domains: ['tenant.example', 'other.example'] });
});
afterAll(() => stage.stop());

describe('a message for a phone that is away', () => {
  it('leads to a publish from the tenant\'s domain with nothing private in it, and to a row that says so', async () => {
    const alice = await stage.phone('alice');
    await alice.enablePush({ jid: APP_SERVER, node: 'alice-1', form: { secret: 's3cr3t' } });
    await alice.close();
    const bob = await stage.phone('bob');
    bob.sendMessage({ to: alice.account, body: 'meet me at the station' });

    const publish = await stage.appServer.nextPublish(({ node }) => node === 'alice-1');

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
    for (const word of ['station', 'bob', 'alice@']) expect(publish.xml).not.toContain(word);

    const event = await stage.event(alice.account, ({ kind, decisions }) =>
      kind === 'offline' && decisions[0]?.push?.outcome === 'accepted');
    expect(event.importance).toBe('important');
    expect(event.decisions[0]).toMatchObject({ appServer: APP_SERVER, node: 'alice-1', reason: 'stored-offline' });
  });
});
