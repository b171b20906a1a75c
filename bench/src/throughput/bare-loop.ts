import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { xml } from '@xmpp/component-core';
import { parse } from 'ltx';
import type { Recorded } from '../link/scripted-adapter.js';

// Reads what Bellhop read from its stream and writes what Bellhop wrote, with the XML library that Bellhop reads with.
// Arguments: the file of stanzas, how often it is gone through, and the port of whoever plays the chat server.

interface Writable {
  toString(): string;
}

/** A stanza that is read, and those that are written after it. */
interface Turn {
  readonly read: string;
  readonly write: readonly Writable[];
}

const [file = '', times = '1', port = '0'] = process.argv.slice(2);
const turns = toTurns(JSON.parse(await readFile(file, 'utf8')) as readonly Recorded[]);
const WARM_UP_SHARE = 4;

inMemory(Math.ceil(Number(times) / WARM_UP_SHARE));
const memoryUs = await cpuOf(() => inMemory(Number(times)));
await overSocket(Math.ceil(Number(times) / WARM_UP_SHARE));
const socketUs = await cpuOf(() => overSocket(Number(times)));
process.stdout.write(`${JSON.stringify({ memoryUs, socketUs })}\n`);

async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function inMemory(rounds: number): void {
  let bytes = 0;
  const parser = new xml.Parser();
  parser.write('<stream>');
  let turn = 0;
  parser.on('element', () => {
    for (const stanza of turns[turn % turns.length]?.write ?? []) bytes += stanza.toString().length;
    turn += 1;
  });
  for (let round = 0; round < rounds; round += 1) for (const { read } of turns) parser.write(read);
  if (turn !== rounds * turns.length || bytes === 0) throw new Error('stanzas are missing');
}

/** The other end sends each stanza when asked for it by the turn before: as many in flight as the link's window. */
async function overSocket(rounds: number): Promise<void> {
  const socket = await connected();
  const parser = new xml.Parser();
  parser.write('<stream>');
  let turn = 0;
  await new Promise<void>((resolve, reject) => {
    parser.on('element', () => {
      for (const stanza of turns[turn % turns.length]?.write ?? []) socket.write(stanza.toString());
      turn += 1;
      if (turn === rounds * turns.length) resolve();
    });
    socket.on('data', (text: string) => parser.write(text));
    socket.once('close', () => reject(new Error('the other end closed')));
    socket.write(`${rounds}\n`);
  });
  socket.destroy();
}

function connected(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => resolve(socket));
    socket.setNoDelay(true).setEncoding('utf8').once('error', reject);
  });
}

function toTurns(recorded: readonly Recorded[]): readonly Turn[] {
  const turns: { read: string; write: Writable[] }[] = [];
  for (const { direction, xml: text } of recorded) {
    if (direction === 'received') turns.push({ read: text, write: [] });
    else turns.at(-1)?.write.push(parse(text));
  }
  return turns;
}
