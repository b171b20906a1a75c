import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from './api-client.js';

/** Debian's Chromium, headless and without traffic of its own. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error('Chromium is missing: apt-get install chromium');
  return await chromium.launch({ executablePath, args: QUIET });
}

/** A page of a context of its own, signed in by a one-time link, on the overview. Close the context after use. */
export async function signedInPage(
  browser: Browser,
  api: ApiClient,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { url } = await api.post<{ url: string }>('/sign-in-links');
  await page.goto(url);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return { context, page };
}

// No sandbox: the tests may run as root, where Chromium's does not work.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
