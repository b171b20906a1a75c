import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Recorded } from '../link/scripted-adapter.js';

/** CPU, user and system, in microseconds. */
export interface BareLoop {
  /** Parsing and serialising alone. */
  readonly memoryUs: number;
  /** The same from and to a socket. */
  readonly socketUs: number;
}

const PROGRAM = fileURLToPath(new URL('bare-loop.js', import.meta.url));

/** What it takes a process of its own to read and write these stanzas, `times` times. */
export async function measureBareLoop(recorded: readonly Recorded[], times: number): Promise<BareLoop> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-bare-loop-'));
  const file = join(folder, 'stanzas.json');
  const peer = await startPeer(recorded);
  try {
    await writeFile(file, JSON.stringify(recorded));
    const { port } = peer.address() as AddressInfo;
    const args = [PROGRAM, file, String(times), String(port)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as BareLoop;
  } finally {
    peer.close();
    await rm(folder, { recursive: true });
  }
}

/** Sends all stanzas as often as it is asked to, each by itself as a chat server does; reads the answers away. */
async function startPeer(recorded: readonly Recorded[]) {
  const stanzas = recorded.flatMap(({ direction, xml }) => (direction === 'received' ? [xml] : []));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.setNoDelay(true).once('data', (data) => {
      socket.resume();
      void sendAll(socket, stanzas, Number(data.toString()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function sendAll(socket: Socket, stanzas: readonly string[], times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    for (const stanza of stanzas) {
      const isRoom = socket.write(stanza);
      if (!isRoom) await new Promise<void>((resolve) => socket.once('drain', resolve));
    }
  }
}
