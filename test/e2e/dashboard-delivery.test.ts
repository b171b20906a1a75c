import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from '../harness/browser.js';
import { eventually } from '../harness/eventually.js';
import { offlineEvent, sessionEvent } from '../harness/fake-adapter.js';
import { accepted, refusal } from '../harness/fake-tenant.js';
import type { FakeTenant } from '../harness/fake-tenant.js';
import { LinkScene } from '../harness/link-scene.js';

const BUSY = refusal('wait', 'resource-constraint', 'too much to do');
const AWAY = refusal('cancel', 'remote-server-timeout');

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
const apiPath = ({ tenantId }: FakeTenant): string => `/tenants/${tenantId}`;

/** A page of somebody who is signed in, at an address; closed after the test's part. */
async function onPage(url: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { context, page } = await signedInPage(browser, scene.api);
  await page.goto(url);
  await look(page);
  await context.close();
}

/** A push of `user` that has failed in passing and waits for an hour. */
async function putOff(tenant: FakeTenant, user: string): Promise<{ readonly id: string }> {
  await tenant.report(offlineEvent(user, `${user}-1`));
  const first = await tenant.nextPublish(({ node }) => node === `${user}-node`);
  await tenant.reply(first, BUSY);
  await scene.pushOnceIt(tenant, first.id, 'deferred');
  return first;
}

/** Five pushes in a row that do not reach the app server. */
async function pauseAppServer(tenant: FakeTenant, appServer: string): Promise<void> {
  for (const user of ['a', 'b', 'c', 'd', 'e']) {
    await tenant.enable(user, appServer);
    await tenant.report(offlineEvent(user, `${user}-away`));
    await tenant.reply(await tenant.nextPublish(({ to }) => to === appServer), AWAY);
  }
  await eventually(async () => expect(await scene.notices(tenant, 'app-server-paused')).toHaveLength(1));
}

describe('a push that is not taken at once', () => {
  it('is told with every attempt, the exact answer and the next attempt, and follows by itself', async () => {
    const tenant = await scene.tenant('again');
    await tenant.enable('juliet');
    await scene.holdRetries(tenant);
    await putOff(tenant, 'juliet');
    await onPage(pathOf(tenant, '?outcome=deferred'), async (page) => {
      const sentence =
        /Not taken yet: the app server answered “resource-constraint” \(1 attempt\)\. Tried again at (tomorrow )?[\d:]{8}, until tomorrow [\d:]{5}\./;
      await page.getByRole('link', { name: sentence }).click();
      const timeline = page.getByRole('dialog');
      await timeline.getByText('Attempt 2 follows then').waitFor();
      await timeline.getByText('<text>too much to do</text>').waitFor();
      await timeline.getByText(/^After \d+ ms, in these words:$/).waitFor();

      await scene.makeDue(tenant);
      await tenant.reply(await tenant.nextPublish());
      await timeline.getByText('Publish sent again (attempt 2)').waitFor();
      await timeline.getByText('Pushed to 1 device: accepted by the app server at attempt 2.').waitFor();
    });
  });

  it('leads to the newer push that took its place', async () => {
    const tenant = await scene.tenant('newer');
    await tenant.enable('romeo');
    await scene.holdRetries(tenant);
    await putOff(tenant, 'romeo');
    await tenant.report(offlineEvent('romeo', 'romeo-2'));
    await tenant.reply(await tenant.nextPublish());
    const newer = (await scene.events(tenant, 'offline')).at(-1);
    await onPage(pathOf(tenant, '?outcome=superseded'), async (page) => {
      await page
        .getByRole('link', { name: /Called off after 1 attempt: a newer push took its place/ })
        .click();
      await page.getByRole('dialog').getByRole('link', { name: 'See the newer push' }).click();
      await page.waitForURL((url) => url.searchParams.get('event') === newer?.id);
      await page.getByRole('dialog').getByText('Pushed to 1 device: accepted by the app server.').waitFor();
    });
  });

  it('says that it waits for an app server that is paused, which is seen first on every page', async () => {
    const tenant = await scene.tenant('paused');
    await scene.holdRetries(tenant);
    await pauseAppServer(tenant, 'push.silent.example');
    await tenant.enable('waits', 'push.silent.example');
    await tenant.report(offlineEvent('waits', 'waits-1'));
    const paused = /push\.silent\.example has not been reached since .* Its pushes wait/;
    await onPage(scene.bellhop.url, async (page) => {
      const attention = page.getByRole('region', { name: 'What needs attention first' });
      await attention.getByText(paused).waitFor();
      await attention.getByRole('link', { name: tenant.domain }).click();
      await page.waitForURL(/figures$/);
      await page
        .getByRole('table', { name: 'Paused app servers' })
        .getByText('push.silent.example')
        .waitFor();
      await page
        .getByRole('region', { name: 'Notices' })
        .getByText(/5 attempts in a row did not reach it/)
        .waitFor();
      await page.getByRole('link', { name: 'All notices in the log' }).click();
      await page.getByRole('link', { name: /whole domain.*5 attempts in a row did not reach it/ }).waitFor();
      await page.goto(pathOf(tenant, `?account=waits@${tenant.domain}`));
      await page
        .getByText(/A push to 1 device waits for push\.silent\.example, which is paused because/)
        .waitFor();
    });
  });
});

describe('the delivery log', () => {
  it('shows what is about one registration, from its row', async () => {
    const tenant = await scene.tenant('devices');
    tenant.answers = () => accepted;
    await tenant.enable('juliet', 'push.app.example', 'phone-node');
    await tenant.report(offlineEvent('juliet', 'first'));
    await tenant.enable('juliet', 'push.app.example', 'tablet-node');
    await onPage(pathOf(tenant, '/registrations'), async (page) => {
      await page
        .getByRole('row')
        .filter({ hasText: 'tablet-node' })
        .getByRole('link', { name: /^Its events/ })
        .click();
      await page.getByRole('note').getByText('node tablet-node').waitFor();
      expect(await page.getByRole('link', { name: /A device enabled push/ }).count()).toBe(1);
      expect(await page.getByRole('link', { name: /Pushed to 1 device/ }).count()).toBe(0);
      await page.getByRole('link', { name: 'Show all of the account' }).click();
      await page.getByRole('link', { name: /Pushed to 1 device/ }).waitFor();
      expect(new URL(page.url()).searchParams.get('registrationId')).toBeNull();
    });
  });

  it('is read page by page, both ways, and the address is the place', async () => {
    const tenant = await scene.tenant('pages');
    await tenant.enable('juliet');
    const resources = Array.from({ length: 120 }, (_, index) => `session-${index}`);
    await tenant.report(...resources.map((sid) => sessionEvent('juliet', sid, 'bound')));
    await onPage(pathOf(tenant, '?kind=session'), async (page) => {
      const go = async (name: string, summary: string) => {
        await page.getByRole('link', { name, exact: true }).click();
        await page.getByText(summary).waitFor();
        return page.url();
      };
      await page.getByText('The newest 50, kept up to date').waitFor();
      expect(await page.getByRole('link', { name: 'Newer' }).count()).toBe(0);
      await go('Older', '50 older ones');
      await go('Older', '20 older ones');
      expect(await page.getByRole('link', { name: 'Older' }).count()).toBe(0);
      const middle = await go('Newer', '50 older ones');
      await page.goto(middle);
      await page.getByText('50 older ones').waitFor();
      await go('Newest', 'The newest 50, kept up to date');
    });
  });

  it('says that nothing matches, and leads out', async () => {
    const tenant = await scene.tenant('nothing');
    await tenant.enable('juliet');
    await onPage(pathOf(tenant, '?outcome=expired&reason=quota'), async (page) => {
      await page.getByText('Nothing matches').waitFor();
      await page.getByRole('link', { name: 'Clear the filters' }).last().click();
      await page.getByRole('link', { name: /A device enabled push/ }).waitFor();
    });
  });
});

describe('the settings of log and quota', () => {
  const save = async (page: Page) => {
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
  };

  it('are set by the keyboard alone, and an empty quota means none', async () => {
    const tenant = await scene.tenant('settings');
    await onPage(pathOf(tenant, '/log-and-quota'), async (page) => {
      const perDay = page.getByLabel('Pushes per day');
      await perDay.focus();
      await page.keyboard.type('0');
      await page.getByText('must be at least 1').waitFor();
      expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
      await page.keyboard.press('Backspace');
      await page.keyboard.type('500');
      await save(page);
      expect(await scene.api.get(apiPath(tenant))).toMatchObject({ quota: { perMinute: null, perDay: 500 } });
      await page.getByText('0 of 500 today').waitFor();
      await perDay.fill('');
      await save(page);
      expect(await scene.api.get(apiPath(tenant))).toMatchObject({ quota: { perDay: null } });
    });
  });

  it('ask before the log is kept for a shorter time, and say until when older rows stay', async () => {
    const tenant = await scene.tenant('retention');
    await onPage(pathOf(tenant, '/log-and-quota'), async (page) => {
      await page.getByLabel('Keep the log for').selectOption('7 days');
      await page.getByText(/Rows that are there stay for their 30 days, the newest until/).waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      expect(await scene.api.get(apiPath(tenant))).toMatchObject({ retentionDays: 30 });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Keep it for 7 days' }).click();
      await page.getByText(/keep their time: those kept for 30 days until .* at the latest/).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await scene.api.get(apiPath(tenant))).toMatchObject({ retentionDays: 7 });
    });
  });

  it('stop pushes over the quota, which is seen at the message and first on every page', async () => {
    const tenant = await scene.tenant('quota');
    tenant.answers = () => accepted;
    await tenant.enable('juliet');
    await scene.api.patch(`${apiPath(tenant)}/limits`, { quota: { perDay: 1 } });
    await eventually(
      async () => {
        await tenant.report(offlineEvent('juliet', crypto.randomUUID()));
        expect((await scene.decisions(tenant)).map(({ reason }) => reason)).toContain('quota');
      },
      { what: 'the quota being in force', timeoutMs: 30_000 },
    );
    await onPage(pathOf(tenant, '?reason=quota'), async (page) => {
      await page.getByText(/Not pushed: quota was used up/).waitFor();
      await page
        .getByText('The quota of 1 a day is used up; no other push is made before 00:00 UTC.')
        .waitFor();
    });
  });
});

describe('the figures', () => {
  it('are a picture with a sentence, and a table with the same', async () => {
    const tenant = await scene.tenant('figures');
    await tenant.enable('juliet');
    for (const answer of [accepted, accepted, refusal('cancel', 'not-acceptable', 'no')]) {
      await tenant.report(offlineEvent('juliet', crypto.randomUUID()));
      await tenant.reply(await tenant.nextPublish(), answer);
    }
    await onPage(pathOf(tenant, '/figures?days=7'), async (page) => {
      const picture = /^3 pushes\. Accepted by the app server: 2; Rejected by the app server: 1\./;
      await page.getByRole('img', { name: picture }).waitFor();
      await page.getByText('The same as a table').press('Enter');
      const table = page.getByRole('table', { name: 'Pushes by outcome' });
      expect(await table.getByRole('row').last().innerText()).toMatch(/\s3\s+2\s+0\s+0\s+0\s+1$/);
      const failing = page.getByRole('table', { name: 'App servers that fail most' });
      await failing.getByText('1 (33 %)').waitFor();
      await page.getByRole('link', { name: 'Last 24 hours' }).click();
      await page.getByText('By the hour of their events').waitFor();
      await page.getByRole('img', { name: picture }).waitFor();
    });
  });
});

// Axe takes its time on five pages.
const AXE_TIMEOUT_MS = 150_000;

describe('every page with something to see', () => {
  const paths = ['', '/figures', '/registrations', '/log-and-quota'] as const;
  let tenant: FakeTenant;
  let eventId: string;

  beforeAll(async () => {
    tenant = await scene.tenant('full');
    await scene.holdRetries(tenant);
    await tenant.enable('juliet');
    await putOff(tenant, 'juliet');
    await pauseAppServer(tenant, 'push.silent.example');
    await scene.api.patch(`${apiPath(tenant)}/limits`, { quota: { perDay: 5 } });
    await scene.api.patch(apiPath(tenant), { retentionDays: 90 });
    eventId = (await scene.events(tenant, 'offline'))[0]?.id ?? '';
  });

  const urls = () => [...paths.map((path) => pathOf(tenant, path)), pathOf(tenant, `?event=${eventId}`)];

  const ready = async (page: Page, url: string) => {
    await page.goto(url);
    await page.getByRole('region', { name: 'What needs attention first' }).waitFor();
    await page.getByRole('main').getByRole('status').first().waitFor({ state: 'detached' });
    if (url.includes('event=')) await page.getByRole('dialog').getByText('Attempt 2 follows then').waitFor();
    const details = page.getByText('The same as a table');
    if (url.endsWith('/figures')) await details.click();
  };

  const axe = async (colorScheme: 'light' | 'dark') => {
    await onPage(scene.bellhop.url, async (page) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const url of urls()) {
        await ready(page, url);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => ({ url, id, where: nodes[0]?.html }))).toEqual([]);
      }
    });
  };

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in %s', axe, AXE_TIMEOUT_MS);

  it('fits a phone without scrolling sideways', async () => {
    await onPage(scene.bellhop.url, async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      for (const url of urls()) {
        await ready(page, url);
        const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
        expect({ url, width }).toEqual({ url, width: 390 });
        const tab = await page
          .locator('nav[aria-label="Pages of this tenant"] [aria-current="page"]')
          .boundingBox();
        expect((tab?.x ?? -1) >= 0 && (tab?.x ?? 0) + (tab?.width ?? 0) <= width).toBe(true);
      }
    });
  });
});
