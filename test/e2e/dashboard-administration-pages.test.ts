import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, signedInPage } from '../harness/browser.js';
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

describe('every page of administration', () => {
  const open = async (colorScheme: 'light' | 'dark'): Promise<[BrowserContext, Page, readonly string[]]> => {
    const tenant = await scene.tenant(`axe-${colorScheme}`);
    await tenant.enable('juliet');
    await scene.api.post(apiPath(tenant, '/suspension'), { reason: 'a reason' });
    const { registrations } = await scene.api.get<{ registrations: readonly { id: string }[] }>(
      apiPath(tenant, '/registrations'),
    );
    const { events } = await scene.api.get<{ events: readonly { position: number }[] }>(
      apiPath(tenant, '/audit'),
    );
    const { context, page } = await signedInPage(browser, scene.api);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const paths = [
      `${scene.bellhop.url}/audit`,
      pathOf(tenant, '/audit'),
      pathOf(tenant, `/audit?entry=${events[0]?.position}`),
      pathOf(tenant, `/registrations?open=${registrations[0]?.id}`),
      pathOf(tenant, '?tail=true'),
      pathOf(tenant, '/log-and-quota'),
      pathOf(tenant, '/privacy'),
    ];
    return [context, page, paths];
  };

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in %s', async (colorScheme) => {
    const [context, page, paths] = await open(colorScheme);
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      await page.waitForLoadState('load');
      await page
        .getByRole('status', { name: /^Loading/ })
        .first()
        .waitFor({ state: 'detached' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ path, id, where: nodes[0]?.html }))).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ path, width }).toEqual({ path, width: 390 });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await context.close();
  });

  it('needs at most 250 kB of script, compressed', async () => {
    const tenant = await scene.tenant('size');
    for (const path of [
      `${scene.bellhop.url}/audit`,
      pathOf(tenant, '/audit'),
      pathOf(tenant, '?tail=true'),
    ]) {
      const { context, page } = await signedInPage(browser, scene.api);
      const fresh = await context.newPage();
      const bodies: Promise<Buffer>[] = [];
      fresh.on('response', (response) => {
        if (response.url().endsWith('.js')) bodies.push(response.body());
      });
      await page.close();
      await fresh.goto(path, { waitUntil: 'networkidle' });
      const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
      expect(sizes.length).toBeGreaterThan(5);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000);
      await context.close();
    }
  });
});
