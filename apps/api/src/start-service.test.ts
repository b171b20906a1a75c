import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from './config.js';
import { makeTemporaryFolder, removeFolder, silentLogger } from './database/database.test-support.js';
import { startService } from './start-service.js';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let printed = '';
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await removeFolder(folder);
});

const start = (port = 0) =>
  startService(readConfig({ BELLHOP_DATA_FOLDER: folder, BELLHOP_PORT: String(port) }), silentLogger);
const lineOf = (beginning: string) => printed.split('\n').find((line) => line.startsWith(beginning)) ?? '';
const siteUrl = () => lineOf('Bellhop is listening on ').split(' ').at(-1) ?? '';

describe('the service', () => {
  it('prints a set-up link until there is an owner, and where it listens, and stops', async () => {
    const stopFirst = await start();
    const firstLink = lineOf('Set up Bellhop: ');
    expect(firstLink).toMatch(/^Set up Bellhop: http:\/\/127\.0\.0\.1:\d+\/setup#[\w-]{43}$/);
    expect(firstLink).toContain(siteUrl());
    expect((await fetch(`${siteUrl()}/api/ready`)).status).toBe(200);
    await stopFirst();
    await expect(fetch(`${siteUrl()}/api/live`)).rejects.toThrow('fetch failed');

    printed = '';
    const stopSecond = await start();
    const token = lineOf('Set up Bellhop: ').split('#')[1];
    expect(firstLink).not.toContain(`#${token}`);
    const owner = { token, email: 'owner@example.org', password: 'correct horse battery' };
    const made = await fetch(`${siteUrl()}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(owner),
    });
    expect(made.status).toBe(201);
    await stopSecond();

    printed = '';
    const stopThird = await start();
    expect(printed).toBe(`Bellhop is listening on ${siteUrl()}\n`);
    await stopThird();
  });

  it('leaves nothing running when it cannot listen', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => void holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    holder.close();
    // The data folder is free again.
    const stop = await start(port);
    await stop();
  });
});
