import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { eventually } from '../harness/eventually.js';
import { FakeAdapter, LINK, offlineEvent } from '../harness/fake-adapter.js';
import { FakeChatServer } from '../harness/fake-chat-server.js';
import type { ComponentStream, Welcome } from '../harness/fake-chat-server.js';
import type { LogEvent } from '../harness/stage.js';

let bellhop: Bellhop;
let api: ApiClient;
const chatServers: FakeChatServer[] = [];

beforeAll(async () => {
  bellhop = await startBellhop();
  api = await bellhop.setUp();
});
afterAll(async () => {
  await bellhop.stop();
  await Promise.all(chatServers.map((server) => server.stop()));
});

interface ConnectionState {
  readonly state: string;
  readonly stateDetail: string | null;
  readonly nextTryAt: string | null;
}

/** A chat server of its own for one fault, and the connection to it. */
async function connect(name: string, welcome: Welcome = 'accept', secret?: string) {
  const chatServer = await FakeChatServer.start();
  chatServers.push(chatServer);
  chatServer.welcome = welcome;
  return { chatServer, id: await chatServer.addConnection(api, `push.${name}.example`, secret) };
}

async function stateOf(id: string, state: string, timeoutMs = 30_000): Promise<ConnectionState> {
  return await eventually(
    async () => {
      const connection = await api.get<ConnectionState>(`/connections/${id}`);
      if (connection.state !== state) throw new Error(`it is ${connection.state}`);
      return connection;
    },
    { what: `the connection being ${state}`, timeoutMs },
  );
}

/** Bellhop takes up with the chat server again after the fault. */
async function comesBack(chatServer: FakeChatServer, id: string): Promise<ComponentStream> {
  const stream = await chatServer.nextStream({ timeoutMs: 30_000 });
  await stateOf(id, 'online');
  return stream;
}

describe.concurrent('a connection', () => {
  it('keeps characters whole that arrive in two pieces', async () => {
    const { chatServer, id } = await connect('split');
    const stream = await chatServer.nextStream();
    const tenant = await api.post<{ id: string }>('/tenants', { domain: 'split.example', connectionId: id });
    const adapter = new FakeAdapter(stream, 'split.example', 'i1');
    await adapter.appear(1);
    await adapter.request('jürgen', "<enable xmlns='urn:xmpp:push:0' jid='push.app.example' node='n'/>");
    const events = `<events xmlns='${LINK}' instance='i1' prev='0'>${offlineEvent('jürgen', 'r')}</events>`;
    const bytes = Buffer.from(
      `<iq type='set' id='split' from='split.example' to='${stream.jid}'>${events}</iq>`,
    );
    const middle = bytes.indexOf(Buffer.from('ü')) + 1;
    // The answer to what stands before it in the same packet shows that the first piece has been read.
    const fence = `<iq type='get' id='fence' from='a.example' to='${stream.jid}'><x xmlns='x'/></iq>`;
    stream.send(Buffer.concat([Buffer.from(fence), bytes.subarray(0, middle)]));
    await stream.next(({ attrs }) => attrs.id === 'fence');
    stream.send(bytes.subarray(middle));
    await adapter.nextPublishes();
    await stream.next(({ attrs }) => attrs.id === 'split');
    const log = await api.get<{ events: LogEvent[] }>(`/tenants/${tenant.id}/events?kind=offline`);
    expect(log.events.map(({ account }) => account)).toEqual(['jürgen@split.example']);
  });

  it.each([
    ['data after the end of the stream', 'after-end', '</stream:stream><iq/><junk'],
    [
      'an entity that XML does not know',
      'entity',
      "<message from='a.example'><body>&bogus;</body></message>",
    ],
    ['tags that do not match', 'tags', '<message><body></message>'],
    ['a stanza nested without end', 'deep', '<message>' + '<a>'.repeat(100_000)],
    ['a stanza larger than any', 'large', `<message><body>${'x'.repeat(3_000_000)}`],
  ])('survives %s and comes back', async (_, name, bytes) => {
    const { chatServer, id } = await connect(name);
    const stream = await chatServer.nextStream();
    stream.send(bytes);
    await comesBack(chatServer, id);
  });

  it('comes back after the server cut it', async () => {
    const { chatServer, id } = await connect('cut');
    const stream = await chatServer.nextStream();
    await stream.drop();
    await comesBack(chatServer, id);
  });

  it('gives up on a server that does not read, instead of buffering for it', async () => {
    const { chatServer, id } = await connect('deaf');
    const stream = await chatServer.nextStream();
    stream.stopReading();
    const ask = `<iq type='get' id='${'i'.repeat(200)}' from='a.example' to='${stream.jid}'><x xmlns='x'/></iq>`;
    stream.send(ask.repeat(60_000));
    await comesBack(chatServer, id);
  });

  it('tries again at a server that takes connections but stays mute', { timeout: 120_000 }, async () => {
    const { chatServer, id } = await connect('mute', 'mute');
    // A pause may be too short to be seen; the pauses grow.
    expect(await stateOf(id, 'waiting', 90_000)).toMatchObject({
      stateDetail: 'the chat server accepts connections but does not answer',
      nextTryAt: expect.any(String),
    });
    chatServer.welcome = 'accept';
    await comesBack(chatServer, id);
  });

  it('notices a half-open stream by a ping to itself that nobody carries', { timeout: 120_000 }, async () => {
    const { chatServer, id } = await connect('half-open');
    const stream = await chatServer.nextStream();
    await stream.closed;
    // The state itself may be over at once, since the next try comes after a pause that may be short.
    const isTold = (line: Readonly<Record<string, unknown>>) =>
      line['connectionId'] === id &&
      line['state'] === 'waiting' &&
      line['detail'] === 'the chat server no longer answers';
    await eventually(() => expect(bellhop.log.some(isTold)).toBe(true));
    await comesBack(chatServer, id);
  });

  it('halts at a wrong secret and says so, until the secret is changed', async () => {
    const { chatServer, id } = await connect('secret', 'accept', 'not the right secret');
    expect((await stateOf(id, 'halted')).stateDetail).toContain('refuses the secret');
    await api.patch(`/connections/${id}`, { secret: chatServer.secret });
    await comesBack(chatServer, id);
  });

  it('halts where the server does not know the component, and says so', async () => {
    const { id } = await connect('unknown', 'host-unknown');
    expect(await stateOf(id, 'halted')).toMatchObject({
      nextTryAt: null,
      stateDetail: expect.stringContaining('no component'),
    });
  });

  it('waits a conflict out for longer than a lease', async () => {
    const { id } = await connect('conflict', 'conflict');
    const { nextTryAt } = await stateOf(id, 'conflict');
    expect(Date.parse(nextTryAt ?? '') - Date.now()).toBeGreaterThan(10_000);
  });

  it('takes an answer only from the address that was asked', async () => {
    const { chatServer, id } = await connect('forged');
    const stream = await chatServer.nextStream();
    const tenant = await api.post<{ id: string }>('/tenants', { domain: 'forged.example', connectionId: id });
    const probe = await stream.next((stanza) => stanza.getChild('hello', LINK) !== undefined);
    const hello = `<hello xmlns='${LINK}' server='Evil' version='6'/>`;
    stream.send(
      `<iq from='evil.example' to='${stream.jid}' type='result' id='${probe.attrs.id}'>${hello}</iq>`,
    );
    const fake = new FakeAdapter(stream, 'forged.example', 'i1');
    stream.answer(probe, `<hello xmlns='${LINK}' server='Good' version='1'/>`);
    await fake.answerOpen(1);
    await eventually(async () => {
      const { link } = await api.get<{ link: { adapter: string } }>(`/tenants/${tenant.id}`);
      expect(link.adapter).toBe('Good, adapter 1');
    });
  });
});
