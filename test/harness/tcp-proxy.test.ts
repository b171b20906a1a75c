import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TcpProxy } from './tcp-proxy.js';

let server: Server;
let proxy: TcpProxy;
let accepted: Socket[];

beforeEach(async () => {
  accepted = [];
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined).on('data', (bytes) => socket.write(`echo ${bytes.toString()}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await TcpProxy.start((server.address() as AddressInfo).port);
});
afterEach(async () => {
  await proxy.stop();
  server.close();
});

async function connected(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port }).on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, question: string): Promise<string> {
  socket.write(question);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
}

/** Also where it ends with a reset. */
function closed(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => socket?.once('close', () => resolve()));
}

describe('a TCP proxy', () => {
  it('passes on what both sides say', async () => {
    expect(await ask(await connected(), 'hello')).toBe('echo hello');
  });

  it('that is cut ends both sides and every new connection, until it is healed', async () => {
    const socket = await connected();
    await ask(socket, 'hello');
    const ends = Promise.all([closed(socket), closed(accepted[0])]);
    proxy.cut();
    await ends;
    await closed(await connected());
    proxy.heal();
    expect(await ask(await connected(), 'again')).toBe('echo again');
  });

  it('that swallows tells nobody, and ends the connection when it is healed', async () => {
    const socket = await connected();
    await ask(socket, 'hello');
    proxy.swallow();
    socket.write('lost');
    // A connection made meanwhile is swallowed, too; its being there shows that time has passed.
    const other = await connected();
    other.write('lost, too');
    expect(socket.destroyed).toBe(false);
    const ends = Promise.all([closed(socket), closed(other)]);
    proxy.heal();
    await ends;
    expect(await ask(await connected(), 'again')).toBe('echo again');
  });
});
