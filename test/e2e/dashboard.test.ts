import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { openBrowser, signedInPage } from '../harness/browser.js';
import { startStage } from '../harness/stage.js';
import type { Stage } from '../harness/stage.js';
import type { Phone } from '../harness/phone.js';

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

const signedIn = () => signedInPage(browser, stage.api);
const tenantPath = (rest = ''): string => `${stage.bellhop.url}/tenants/${stage.tenantId()}${rest}`;

describe('support', () => {
  it('finds the push of an account and reads what happened, and the address reproduces it', async () => {
    const account = await stage.absentPhone('alice');
    stage.appServer.answerNext('alice-node', {
      kind: 'error',
      type: 'cancel',
      condition: 'item-not-found',
      text: 'no such device',
    });
    sender.sendMessage({ to: account, body: 'hello' });
    await stage.event(account, ({ decisions }) => decisions[0]?.push?.outcome === 'rejected');

    const { context, page } = await signedIn();
    await page.getByRole('link', { name: 'tenant.example' }).click();
    await page.getByLabel('Account', { exact: true }).fill(account);
    await page.getByLabel('Account', { exact: true }).press('Enter');
    await page.getByRole('link', { name: /rejected by the app server/ }).click();
    const timeline = page.getByRole('dialog');
    await timeline.getByText('Publish sent').waitFor();
    await timeline.getByText('item-not-found').first().waitFor();
    await timeline.getByText('no such device').first().waitFor();
    await timeline.getByText(/strike 1 of 16/).waitFor();

    const again = await context.newPage();
    await again.goto(page.url());
    await again.getByRole('dialog').getByText('no such device').first().waitFor();
    expect(await again.getByLabel('Account', { exact: true }).inputValue()).toBe(account);
    await context.close();
  });

  it('is told when an account has no registration, and how much came for it', async () => {
    const phone = await stage.phone('nobody-registered');
    await phone.close();
    sender.sendMessage({ to: phone.account, body: 'hello' });
    const fence = await stage.absentPhone('fence');
    sender.sendMessage({ to: fence, body: 'hello' });
    await stage.event(fence, ({ kind }) => kind === 'offline');

    const { context, page } = await signedIn();
    await page.goto(tenantPath(`?account=${phone.account}`));
    await page.getByText(/^1 event arrived for this account .* it has no registration/).waitFor();
    await context.close();
  });
});

describe("a tenant's privacy settings", () => {
  const change = async (page: Page, edit: () => Promise<void>): Promise<void> => {
    await page.goto(tenantPath('/privacy'));
    await edit();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
  };
  const toggle = (page: Page, name: string) => page.getByRole('switch', { name }).click({ force: true });

  /** What the app server reads of a message sent now. A change is in force within five seconds. */
  const summaryOfNext = async (node: string, send: () => void) => {
    send();
    return (await stage.appServer.nextPublish((publish) => publish.node === node)).summary;
  };

  it('show the stanza that would leave, and the next stanza is as they were saved', async () => {
    const account = await stage.absentPhone('bruno');
    const { context, page } = await signedIn();
    await change(page, async () => {
      await page.getByLabel('Placeholder text').fill('You have mail');
      await page.getByText('<value>You have mail</value>').first().waitFor();
      await toggle(page, 'Sender');
    });
    await eventually(async () => {
      const summary = await summaryOfNext('bruno-node', () => sender.sendEncrypted({ to: account }));
      expect(summary['last-message-body']).toBe('You have mail');
      expect(summary['last-message-sender']).toBe('sender@tenant.example');
    });
    await page.reload();
    expect(await page.getByLabel('Placeholder text').inputValue()).toBe('You have mail');
    await change(page, () => toggle(page, 'Sender'));
    await context.close();
  });

  it('let the text leave only while they say so', async () => {
    const account = await stage.absentPhone('carla');
    const { context, page } = await signedIn();
    const textOfNext = async () => {
      const send = () => sender.sendMessage({ to: account, body: 'a secret' });
      return (await summaryOfNext('carla-node', send))['last-message-body'];
    };
    expect(await textOfNext()).not.toContain('secret');
    await change(page, () => toggle(page, 'Text of the message'));
    await eventually(async () => expect(await textOfNext()).toBe('a secret'));
    await change(page, () => toggle(page, 'Text of the message'));
    await eventually(async () => expect(await textOfNext()).not.toContain('secret'));
    await context.close();
  });
});

describe('signing in', () => {
  it('is not possible with a wrong cookie, which changes nothing', async () => {
    const answer = await fetch(`${stage.bellhop.url}/api/v1/tenants/${stage.tenantId()}/policy`, {
      method: 'PATCH',
      headers: { cookie: 'bellhop=not-a-token', 'content-type': 'application/json' },
      body: JSON.stringify({ withBody: true }),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is not needed to be told that a body is too large', async () => {
    const answer = await fetch(`${stage.bellhop.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(200_000) }),
    });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('every page', () => {
  const pages = ['/', '?kind=offline', '/figures', '/registrations', '/privacy', '/log-and-quota'] as const;

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in %s', async (colorScheme) => {
    await stage.absentPhone(`axe-${colorScheme}`);
    const { context, page } = await signedIn();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of pages) {
      await page.goto(path === '/' ? stage.bellhop.url : tenantPath(path));
      await page.getByRole('main').getByRole('heading').first().waitFor();
      await page.getByRole('main').getByRole('status').first().waitFor({ state: 'detached' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ path, id, where: nodes[0]?.html }))).toEqual([]);
    }
    await context.close();
  });

  it('fits a phone without scrolling sideways', async () => {
    const { context, page } = await signedIn();
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of pages) {
      await page.goto(path === '/' ? stage.bellhop.url : tenantPath(path));
      await page.getByRole('main').getByRole('heading').first().waitFor();
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ path, width }).toEqual({ path, width: 390 });
    }
    await context.close();
  });

  it.each(pages)('needs at most 250 kB of script, compressed: %s', async (path) => {
    const { context, page } = await signedIn();
    const fresh = await context.newPage();
    const bodies: Promise<Buffer>[] = [];
    fresh.on('response', (response) => {
      if (response.url().endsWith('.js')) bodies.push(response.body());
    });
    await page.close();
    await fresh.goto(path === '/' ? stage.bellhop.url : tenantPath(path), { waitUntil: 'networkidle' });
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000);
    await context.close();
  });

  it('asks nobody but Bellhop for anything, and logs no error', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const strangers: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(stage.bellhop.url)) strangers.push(request.url());
    });
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    page.on('pageerror', (error) => errors.push(error.message));
    const { url } = await stage.api.post<{ url: string }>('/sign-in-links');
    await page.goto(url);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.goto(tenantPath());
    await page.getByRole('heading', { name: 'tenant.example' }).waitFor();
    expect({ strangers, errors }).toEqual({ strangers: [], errors: [] });
    await context.close();
  });
});
