import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../harness/api-client.js';
import { OWNER_PASSWORD } from '../harness/bellhop.js';
import { openBrowser, signedInPage } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import { offlineEvent } from '../harness/fake-adapter.js';
import { accepted } from '../harness/fake-tenant.js';
import type { FakeTenant } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

let scene: LinkScene;
let browser: Browser;

beforeAll(async () => {
  [scene, browser] = await Promise.all([LinkScene.start(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await scene.stop();
});

const pathOf = ({ tenantId }: FakeTenant, rest = ''): string =>
  `${scene.bellhop.url}/tenants/${tenantId}${rest}`;
const apiPath = ({ tenantId }: FakeTenant, rest = ''): string => `/tenants/${tenantId}${rest}`;

/** A page of the owner at an address; closed after the test's part. */
async function asOwner(url: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { context, page } = await signedInPage(browser, scene.api);
  await page.goto(url);
  await look(page);
  await context.close();
}

/** The same for somebody with a role in one tenant. */
async function asMember(
  tenant: FakeTenant,
  role: 'admin' | 'support',
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const email = `${role}@${tenant.domain}`;
  const { url } = await scene.api.post<{ url: string }>(apiPath(tenant, '/invitations'), { email, role });
  const password = 'a long enough password of a member';
  await new ApiClient(scene.bellhop.url).post('/invitation/acceptance', {
    token: url.slice(url.indexOf('#') + 1),
    password,
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${scene.bellhop.url}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: tenant.domain }).first().waitFor();
  await look(page);
  await context.close();
}

/** Types the password again where the page asks who it is; the sign-ins of tests are seldom old enough. */
async function proveIfAsked(page: Page, password = OWNER_PASSWORD): Promise<void> {
  const field = page.getByRole('dialog').getByRole('textbox', { name: 'Password' });
  const isAsked = await field
    .waitFor({ timeout: 1_500 })
    .then(() => true)
    .catch(() => false);
  if (!isAsked) return;
  await field.fill(password);
  await field.press('Enter');
}

describe('the audit log', () => {
  it('tells a change in a sentence, opens it with before and after, and is proved whole', async () => {
    const tenant = await scene.tenant('audited');
    await scene.api.patch(apiPath(tenant, '/policy'), { mergeWindowSeconds: 30 });
    await asOwner(pathOf(tenant, '/privacy'), async (page) => {
      await page.getByRole('link', { name: /^Who changed this/ }).click();
      await page
        .getByRole('link', { name: /changed the privacy settings of audited\.example, from/ })
        .click();
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('row', { name: /Merge window .* 30 s/ }).waitFor();
      expect(new URL(page.url()).searchParams.get('action')).toBe('policy.change');
      await page.reload();
      await sheet.getByRole('row', { name: /Merge window .* 30 s/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('The log is as it was written').waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Export' }).click();
      const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
      expect(lines.some((line) => line.includes('policy.change'))).toBe(true);
    });
  });

  it('is read page by page, both ways, and says that nothing matches', async () => {
    const tenant = await scene.tenant('pages-of-audit');
    for (let seconds = 1; seconds <= 60; seconds += 1) {
      await scene.api.patch(apiPath(tenant, '/policy'), { mergeWindowSeconds: seconds * 2 });
    }
    await asOwner(pathOf(tenant, '/audit?action=policy.change'), async (page) => {
      await page.getByText('The newest 50').waitFor();
      await page.getByRole('link', { name: 'Older', exact: true }).click();
      await page.getByText('10 older ones').waitFor();
      await page.getByRole('link', { name: 'Newer', exact: true }).click();
      await page.getByText('50 older ones').waitFor();
      await page.getByLabel('What was done').selectOption('Suspended a tenant');
      await page.getByText('Nothing matches').waitFor();
      await page.getByRole('link', { name: 'Clear the filters' }).last().click();
      await page.getByText('The newest 50').waitFor();
    });
  });
});

describe('a tenant', () => {
  it('is suspended with a reason that every page shows, and resumed', async () => {
    const tenant = await scene.tenant('suspended');
    await asOwner(pathOf(tenant), async (page) => {
      await page.getByRole('button', { name: `More about ${tenant.domain}` }).click();
      await page.getByRole('menuitem', { name: 'Suspend this tenant' }).click();
      expect(await page.getByRole('button', { name: 'Suspend', exact: true }).isDisabled()).toBe(true);
      await page.getByRole('dialog').getByLabel('Reason').fill('the bill is not paid');
      await page.getByRole('button', { name: 'Suspend', exact: true }).click();
      const banner = page.getByRole('region', { name: `${tenant.domain} is suspended` });
      await banner.getByText(/the bill is not paid/).waitFor();
      await page.getByRole('link', { name: 'Figures' }).click();
      await banner.getByRole('button', { name: 'Resume' }).click();
      await banner.waitFor({ state: 'detached' });
    });
  });

  it('is deleted only when its domain is typed', async () => {
    const tenant = await scene.tenant('deleted');
    await asOwner(pathOf(tenant), async (page) => {
      await page.getByRole('button', { name: `More about ${tenant.domain}` }).click();
      await page.getByRole('menuitem', { name: 'Delete this tenant' }).click();
      const remove = page.getByRole('button', { name: 'Delete for good' });
      await page.getByLabel(`Type ${tenant.domain} to delete it`).fill('deleted.exampl');
      expect(await remove.isDisabled()).toBe(true);
      await page.getByLabel(`Type ${tenant.domain} to delete it`).fill(tenant.domain);
      await remove.click();
      await proveIfAsked(page);
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.getByRole('link', { name: tenant.domain }).waitFor({ state: 'detached' });
    });
  });

  it('shows limits to its admins, who choose the retention up to the limit', async () => {
    const tenant = await scene.tenant('limits');
    await scene.api.patch(apiPath(tenant, '/limits'), { retentionLimitDays: 30, quota: { perDay: 500 } });
    await asMember(tenant, 'admin', async (page) => {
      await page.goto(pathOf(tenant, '/log-and-quota'));
      await page.getByText('The provider can change these.').waitFor();
      expect(await page.getByLabel('Pushes per day').count()).toBe(0);
      expect(await page.getByLabel('Keep the log for').getByRole('option').allInnerTexts()).toEqual([
        '7 days',
        '30 days',
      ]);
    });
  });

  it('is not saved over what somebody else saved meanwhile, unless one says so', async () => {
    const tenant = await scene.tenant('two-admins');
    const mergeWindow = async () =>
      (await scene.api.get<{ mergeWindowSeconds: number }>(apiPath(tenant, '/policy'))).mergeWindowSeconds;
    await asOwner(pathOf(tenant, '/privacy'), async (page) => {
      const save = page.getByRole('button', { name: 'Save' });
      const theirs = (seconds: number) =>
        scene.api.patch(apiPath(tenant, '/policy'), { mergeWindowSeconds: seconds });
      await page.getByLabel('Merge window').fill('20');
      await theirs(40);
      await save.click();
      await page
        .getByRole('alert')
        .getByText(/changed these settings while you were editing/)
        .waitFor();
      expect(await mergeWindow()).toBe(40);
      await page.getByRole('button', { name: 'Load theirs' }).click();
      await eventually(async () => expect(await page.getByLabel('Merge window').inputValue()).toBe('40 s'));
      await page.getByLabel('Merge window').fill('20');
      await theirs(50);
      await save.click();
      await page.getByRole('button', { name: 'Keep mine' }).click();
      await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
      expect(await mergeWindow()).toBe(20);
    });
  });
});

describe('a registration', () => {
  it('opens from its row, gets a test push whose timeline goes on by itself, and is sent again', async () => {
    const tenant = await scene.tenant('tested');
    await tenant.enable('juliet');
    await asOwner(pathOf(tenant, '/registrations'), async (page) => {
      await page.getByRole('link', { name: /^Details of juliet@/ }).click();
      await page.getByRole('dialog').getByText('juliet-node').waitFor();
      await page.getByRole('button', { name: 'Send a test push' }).click();
      const timeline = page.getByRole('dialog', { name: 'What happened' });
      const first = await tenant.nextPublish(({ node }) => node === 'juliet-node');
      await timeline.getByText('Publish sent').waitFor();
      await tenant.reply(first);
      await timeline
        .getByText(/accepted by the app server/)
        .first()
        .waitFor();
      const tested = new URL(page.url()).searchParams.get('event');
      await timeline.getByRole('button', { name: 'Send again' }).click();
      await page.waitForURL((url) => url.searchParams.get('event') !== tested);
      await tenant.reply(await tenant.nextPublish(({ node }) => node === 'juliet-node'));
      await timeline.getByText(/asked for once more/).waitFor();
      await timeline
        .getByText(/accepted by the app server/)
        .first()
        .waitFor();
    });
  });

  it('is removed after a question', async () => {
    const tenant = await scene.tenant('removed');
    await tenant.enable('romeo');
    await asOwner(pathOf(tenant, '/registrations'), async (page) => {
      await page.getByRole('link', { name: /^Details of romeo@/ }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('button', { name: 'Remove the registration' }).click();
      await page
        .getByRole('dialog')
        .getByText(/A person took the registration away/)
        .waitFor();
    });
  });
});

describe('support', () => {
  it('sees masked addresses until they have them shown, with a reason and for a time', async () => {
    const tenant = await scene.tenant('masked');
    await tenant.enable('juliet');
    await asMember(tenant, 'support', async (page) => {
      await page.goto(pathOf(tenant, '/registrations'));
      await page.getByText('j•••@').first().waitFor();
      await page.getByRole('button', { name: 'Show addresses' }).click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('button', { name: 'Show addresses' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Reason').fill('request 4711');
      await dialog.getByRole('button', { name: 'Show addresses' }).click();
      await proveIfAsked(page, 'a long enough password of a member');
      await page.getByText(/Addresses are shown until \d\d:\d\d/).waitFor();
      await page.getByText('juliet').first().waitFor();
      await page.getByRole('button', { name: 'Hide them again' }).click();
      await page.getByText('j•••@').first().waitFor();
      expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    });
  });

  it('may look at the privacy settings, but not change them', async () => {
    const tenant = await scene.tenant('read-only');
    await asMember(tenant, 'support', async (page) => {
      await page.goto(pathOf(tenant, '/privacy'));
      await page.getByText(/the admins of the domain can change them/).waitFor();
      expect(await page.getByLabel('Merge window').isDisabled()).toBe(true);
      await page.goto(pathOf(tenant, '/audit'));
      await page.getByText('You may not see this').waitFor();
    });
  });
});

describe('the delivery log', () => {
  it('is followed live, and paused', async () => {
    const tenant = await scene.tenant('live');
    tenant.answers = () => accepted;
    await tenant.enable('juliet');
    await asOwner(pathOf(tenant), async (page) => {
      await page.getByRole('switch', { name: 'Follow live' }).click({ force: true });
      await page.getByText('Live', { exact: true }).waitFor();
      await tenant.report(offlineEvent('juliet', 'live-1'));
      await page.getByText('new', { exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await tenant.report(offlineEvent('juliet', 'live-2'));
      await page.getByText(/^[1-9]\d* new since$/).waitFor();
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText('Live', { exact: true }).waitFor();
    });
  });
});
