import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { findPostmaster } from '../harness/embedded-postgres.js';
import { FakeAdapter, LINK, offlineEvent } from '../harness/fake-adapter.js';
import { FakeChatServer } from '../harness/fake-chat-server.js';
import type { ComponentStream } from '../harness/fake-chat-server.js';

let bellhop: Bellhop;
let api: ApiClient;
let chatServer: FakeChatServer;
let stream: ComponentStream;
let connectionId: string;

beforeAll(async () => {
  [bellhop, chatServer] = await Promise.all([startBellhop(), FakeChatServer.start()]);
  api = await bellhop.setUp();
  connectionId = await chatServer.addConnection(api, 'push.provider.example');
  stream = await chatServer.nextStream();
});
afterAll(async () => {
  await bellhop.stop();
  await chatServer.stop();
});

it('ends in order and in time although one adapter hangs in the middle of everything', async () => {
  await api.post('/tenants', { domain: 'mute.example', connectionId });
  const hello = `<hello xmlns='${LINK}' server='Fake' version='1' instance='i1'/>`;
  stream.send(`<message from='mute.example' to='${stream.jid}'>${hello}</message>`);
  await stream.next(({ attrs, ...stanza }) => attrs.to === 'mute.example' && stanza.name === 'iq');

  await api.post('/tenants', { domain: 'deaf.example', connectionId });
  const adapter = new FakeAdapter(stream, 'deaf.example', 'i1');
  await adapter.appear(1);
  await adapter.request('alice', "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n1'/>");
  const unanswered = adapter.sendEvents(0, [offlineEvent('alice', 'r')]).catch(() => undefined);
  await stream.next((stanza) => stanza.getChild('publishes', LINK) !== undefined);

  await bellhop.halt();
  expect(bellhop.log.map(({ msg }) => msg)).not.toContain('could not stop in time');
  expect(await findPostmaster(bellhop.dataFolder)).toBeNull();
  await unanswered;

  const nextStream = chatServer.nextStream();
  await bellhop.start();
  const again = new FakeAdapter(await nextStream, 'deaf.example', 'i1');
  expect((await again.appear(1)).after).toBe('0');
});
