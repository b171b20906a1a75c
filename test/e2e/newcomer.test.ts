import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppServer } from '../harness/app-server.js';
import { Authenticator } from '../harness/authenticator.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { openBrowser } from '../harness/browser.js';
import { shownText } from '../harness/page-checks.js';
import { Phone } from '../harness/phone.js';
import { startProsody } from '../harness/prosody.js';
import type { Prosody } from '../harness/prosody.js';
import { APP_SERVER, COMPONENT } from '../harness/stage.js';

let bellhop: Bellhop;
let browser: Browser;
let prosody: Prosody | undefined;
let appServer: AppServer | undefined;

beforeAll(async () => {
  [bellhop, browser] = await Promise.all([startBellhop(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await appServer?.stop();
  await bellhop.stop();
  await prosody?.stop();
});

it('comes in the browser from nothing to the first push, with the configuration that is shown', async () => {
  const page = await browser.newPage();
  const setupLine = bellhop.lines.find((line) => line.startsWith('Set up Bellhop: '));
  await page.goto(setupLine?.slice('Set up Bellhop: '.length) ?? '');
  await page.getByLabel('Email').fill('owner@provider.example');
  await page.getByRole('textbox', { name: 'Password' }).fill('a long enough password');
  await page.getByRole('button', { name: 'Create the owner' }).click();

  const shown = await shownText(page, 'Or type this secret into the app');
  const app = new Authenticator(shown.replaceAll(/\s/g, ''));
  await page.getByLabel('2. Enter the code that the app shows').fill(await app.nextCode());
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'I have kept them' }).click();

  await page.getByRole('link', { name: 'Add the first connection' }).click();
  await page.getByLabel('Name of the component').fill(COMPONENT);
  await page.getByRole('button', { name: 'Add connection' }).click();
  const configuration = await page.getByText('component_secret = ').innerText();
  const secret = /component_secret = "([^"]+)"/.exec(configuration)?.[1] ?? '';
  await page.getByRole('button', { name: 'Done' }).click();

  prosody = await startProsody({
    hosts: [{ domain: 'tenant.example', bellhopComponent: COMPONENT }],
    components: [
      { jid: COMPONENT, secret },
      { jid: APP_SERVER, secret: 'secret of the app server' },
    ],
  });
  await page.getByRole('button', { name: `More about ${COMPONENT}` }).click();
  await page.getByRole('menuitem', { name: 'Change endpoint or secret' }).click();
  await page.getByLabel('Component port').fill(String(prosody.componentPort));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Online', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Add tenant.example' }).click();
  await page.getByRole('link', { name: 'tenant.example' }).click();
  await page.getByText('Open', { exact: true }).waitFor();

  appServer = await AppServer.start({
    jid: APP_SERVER,
    secret: 'secret of the app server',
    port: prosody.componentPort,
  });
  const at = { domain: 'tenant.example', port: prosody.clientPort };
  const password = await prosody.createAccount('alice', at.domain);
  const alice = await Phone.connect({ ...at, user: 'alice', password });
  await alice.enablePush({ jid: APP_SERVER, node: 'first' });
  await alice.close();
  const sender = await Phone.connect({
    ...at,
    user: 'sender',
    password: await prosody.createAccount('sender', at.domain),
  });
  sender.sendMessage({ to: alice.account, body: 'hello' });
  expect((await appServer.nextPublish()).node).toBe('first');
  await page.getByText('A message arrived while nobody was connected.').waitFor();
  await page.getByText('Accepted', { exact: true }).waitFor();
  await sender.close();
});
