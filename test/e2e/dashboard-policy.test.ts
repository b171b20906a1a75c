import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import type { Phone } from '../harness/phone.js';
import { APP_SERVER, startStage } from '../harness/stage.js';
import type { LogEvent, Stage } from '../harness/stage.js';

let stage: Stage;
let browser: Browser;
let sender: Phone;

beforeAll(async () => {
  [stage, browser] = await Promise.all([startStage({ domains: ['tenant.example'] }), openBrowser()]);
  sender = await stage.phone('sender');
});
afterAll(async () => {
  await browser.close();
  await stage.stop();
});
beforeEach(() => stage.api.patch(policyPath(), DEFAULTS));

const DEFAULTS = { notifyOn: 'all', mergeWindowSeconds: 5, allowedAppServers: [], deniedAppServers: [] };
const policyPath = () => `/tenants/${stage.tenantId()}/policy`;
const policy = () => stage.api.get<Record<string, unknown>>(policyPath());
const tenantPath = (rest = ''): string => `${stage.bellhop.url}/tenants/${stage.tenantId()}${rest}`;

async function openPolicy(): Promise<{ page: Page; close: () => Promise<void> }> {
  const { context, page } = await signedInPage(browser, stage.api);
  await page.goto(tenantPath('/privacy'));
  await page.getByLabel('Merge window').waitFor();
  return { page, close: () => context.close() };
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
}

const reasonOf = ({ decisions }: LogEvent) => decisions[0]?.reason;

describe('the policy of a tenant', () => {
  it('lets only important messages wake a phone, and shows that nothing else would leave', async () => {
    const account = await stage.absentPhone('adele');
    const { page, close } = await openPolicy();
    await page.getByRole('switch', { name: 'Important messages only' }).click({ force: true });
    await page.getByText('Typing', { exact: true }).click();
    await page.getByText('Nothing would leave the server after saving').waitFor();
    await save(page);
    expect(await policy()).toMatchObject({ notifyOn: 'important' });
    await eventually(async () => {
      sender.sendTyping({ to: account });
      await stage.event(account, (event) => reasonOf(event) === 'unimportant');
    });
    await page.goto(tenantPath(`?account=${account}&reason=unimportant`));
    await page
      .getByRole('link', { name: /Not pushed: nothing a person wants to see/ })
      .first()
      .waitFor();
    await close();
  });

  it('keeps app servers out by the keyboard alone, and the device is told', async () => {
    const phone = await stage.phone('berta');
    const enable = () => phone.enablePush({ jid: APP_SERVER, node: 'berta-node' });
    await enable();
    const { page, close } = await openPolicy();
    await page.getByRole('textbox', { name: 'Never these' }).focus();
    await page.keyboard.type(`${APP_SERVER.toUpperCase()}, not a domain!`);
    await page.keyboard.press('Enter');
    await page.getByText('“domain!” is neither a domain such as push.example.org nor a JID').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    for (const wrong of ['not', 'a', 'domain!']) {
      await page.getByRole('button', { name: `Remove ${wrong}`, exact: true }).focus();
      await page.keyboard.press('Enter');
    }
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    expect(await policy()).toMatchObject({ deniedAppServers: [APP_SERVER] });
    await eventually(async () => expect(enable()).rejects.toThrow('cancel/not-allowed'));
    await stage.event(phone.account, ({ reason }) => reason === 'enable-refused');
    await close();
  });

  it('is not saved while a field makes no sense, and says so at the field', async () => {
    const { page, close } = await openPolicy();
    await page.getByLabel('Merge window').fill('301');
    await page.getByText('must be at most 300').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Time to live' }).fill('8');
    await page.getByText('must be a whole number, from 1 minute to 7 days').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    expect(await page.getByLabel('Merge window').inputValue()).toBe('5 s');
    expect(await policy()).toMatchObject(DEFAULTS);
    await close();
  });
});

describe('a push that is shared', () => {
  it('is told at each message that it stands for, with a link to the one it was made for', async () => {
    const account = await stage.absentPhone('clara');
    const isAccepted = ({ decisions }: LogEvent) => decisions[0]?.push?.outcome === 'accepted';
    for (const body of ['one', 'two', 'three']) sender.sendMessage({ to: account, body });
    const [third, second] = await eventually(async () => {
      const events = (await stage.eventsOf(account)).filter(({ kind }) => kind === 'offline');
      expect(events.map(reasonOf)).toEqual(['merged', 'merged', 'stored-offline']);
      expect(events.every(isAccepted)).toBe(true);
      return events;
    });
    const { context, page } = await signedInPage(browser, stage.api);
    await page.goto(tenantPath(`?account=${account}&event=${third?.id}`));
    const timeline = page.getByRole('dialog');
    await timeline.getByText('Told by a shared push to 1 device: accepted by the app server.').waitFor();
    await timeline.getByRole('link', { name: 'This push belongs to another event: see that one' }).click();
    await page.waitForURL((url) => url.searchParams.get('event') === second?.id);
    await timeline.getByText('Pushed to 1 device: accepted by the app server.').waitFor();
    await context.close();
  });
});
