import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_PASSWORD } from '../harness/bellhop.js';
import { expectAccessible, passwordField, shownText, signIn, tabTo } from '../harness/page-checks.js';
import { PASSWORD, startPeopleScene } from '../harness/people-scene.js';
import type { PeopleScene } from '../harness/people-scene.js';

let scene: PeopleScene;
beforeAll(async () => void (scene = await startPeopleScene()));
afterEach(() => scene.closePages());
afterAll(() => scene.stop());

describe('an owner', () => {
  it('invites an admin, who sees their domain only, makes a token, and is out once they are removed', async () => {
    const page = await scene.ownersPage(scene.tenantPath('/members'));
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByRole('dialog').getByLabel('Email').fill('anna@tenant.example');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    const link = await shownText(page, 'Invitation');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('cell', { name: 'anna@tenant.example', exact: true }).waitFor();

    const annas = await scene.openPage(link);
    await annas.getByRole('heading', { name: 'Become admin of tenant.example' }).waitFor();
    await expectAccessible(annas);
    await passwordField(annas).fill(PASSWORD);
    await annas.getByRole('button', { name: 'Accept and sign in' }).click();
    await annas.getByRole('link', { name: 'tenant.example' }).waitFor();
    expect(await annas.getByText('other.example').count()).toBe(0);
    expect(await annas.getByText('Connections').count()).toBe(0);
    await annas.goto(`${scene.url}/members`);
    await annas.getByRole('heading', { name: 'You may not see this' }).waitFor();
    await expectAccessible(annas);
    await annas.goto(scene.url + scene.otherTenantPath());
    await annas.getByRole('alert').getByText('Not found').waitFor();

    await annas.goto(scene.url + scene.tenantPath('/tokens'));
    await annas.getByRole('button', { name: 'Make a token' }).click();
    await annas.getByRole('dialog').getByLabel('Name').fill('Monitoring');
    await annas.getByRole('checkbox', { name: /^Look at the domain/ }).check();
    await expectAccessible(annas);
    await annas.getByRole('button', { name: 'Make the token' }).click();
    const token = await shownText(annas, 'Token');
    const asToken = () =>
      fetch(`${scene.url}/api/v1${scene.tenantPath()}`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asToken()).status).toBe(200);
    await annas.getByRole('button', { name: 'Done' }).click();

    await page.reload();
    await page.getByRole('button', { name: 'Actions for anna@tenant.example' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove this person' }).click();
    await page.getByText('anna@tenant.example is out').waitFor();
    const answer = await annas.request.get(`${scene.url}/api/v1${scene.tenantPath()}`);
    expect(answer.status()).toBe(404);
    await annas.goto(scene.url);
    await annas.getByRole('heading', { name: 'No domain yet' }).waitFor();

    await page.goto(scene.url + scene.tenantPath('/tokens'));
    await page.getByRole('button', { name: 'Revoke Monitoring' }).click();
    await page.getByRole('button', { name: 'Revoke the token' }).click();
    await page.getByText('Monitoring is revoked').waitFor();
    expect((await asToken()).status).toBe(401);
  });

  it('helps somebody who forgot their password with a link that works once', async () => {
    await scene.admit('bert@tenant.example', 'support');
    const page = await scene.ownersPage(scene.tenantPath('/members'));
    await page.getByRole('button', { name: 'Actions for bert@tenant.example' }).click();
    await page.getByRole('menuitem', { name: 'Link to a new password' }).click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = await shownText(page, 'Link to a new password');

    const berts = await scene.openPage(link);
    await expectAccessible(berts);
    await passwordField(berts).fill('eighteen purple kettles');
    await berts.getByRole('button', { name: 'Set the password' }).click();
    await berts.getByRole('link', { name: 'Sign in' }).click();
    await signIn(berts, 'bert@tenant.example', 'eighteen purple kettles');
    await berts.getByRole('heading', { name: 'Overview' }).waitFor();

    const late = await scene.openPage(link);
    await passwordField(late).fill('nineteen purple kettles');
    await late.getByRole('button', { name: 'Set the password' }).click();
    await late.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  });
});

describe('a proof of who somebody is', () => {
  const refuseOnce = (page: Page) =>
    page.route(
      '**/invitations',
      (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        const problem = {
          type: 'urn:bellhop:problem:proof-needed',
          title: 'Prove that it is you',
          status: 403,
        };
        return route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify(problem),
        });
      },
      // The list is asked for, too, when the page opens.
      { times: 1 },
    );

  it('is asked for above what is open, and the request is made again', async () => {
    const page = await scene.ownersPage(scene.tenantPath('/members'));
    await page
      .getByText('Nobody yet')
      .or(page.getByRole('table', { name: 'Members' }))
      .waitFor();
    await page
      .getByText('No invitation is open')
      .or(page.getByRole('table', { name: 'Invitations' }))
      .waitFor();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByRole('dialog').getByLabel('Email').fill('carl@tenant.example');
    const make = page.getByRole('button', { name: 'Make the invitation' });
    const question = page.getByRole('dialog', { name: 'Is it you?' });

    await refuseOnce(page);
    await make.click();
    await question.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await page.getByRole('alert').getByText('Prove that it is you').waitFor();

    await refuseOnce(page);
    await make.click();
    await passwordField(question).fill('not the password');
    await page.keyboard.press('Enter');
    await question.getByRole('alert').waitFor();
    await passwordField(question).fill(OWNER_PASSWORD);
    await page.keyboard.press('Enter');
    expect(await shownText(page, 'Invitation')).toContain('/invitation#');
  });
});

describe('the pages for people', () => {
  const paths = () => [
    '/members',
    '/tokens',
    '/profile',
    scene.tenantPath('/members'),
    scene.tenantPath('/tokens'),
  ];
  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(scene.url + path);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await page.getByRole('main').getByRole('status').first().waitFor({ state: 'detached' });
  };

  it('invite somebody and make a token by the keyboard alone', async () => {
    const page = await scene.ownersPage('/');
    const press = async (target: Locator, key = 'Enter') => {
      await tabTo(page, target);
      await page.keyboard.press(key);
    };
    await press(page.getByRole('link', { name: 'Members' }));
    await press(page.getByRole('button', { name: 'Invite somebody' }));
    await tabTo(page, page.getByRole('dialog').getByLabel('Email'));
    await page.keyboard.type('fritz@provider.example');
    await tabTo(page, page.getByRole('radio', { name: /^Operator/ }));
    await page.keyboard.press('ArrowDown');
    await press(page.getByRole('button', { name: 'Make the invitation' }));
    expect(await shownText(page, 'Invitation')).toContain('/invitation#');
    await press(page.getByRole('button', { name: 'Done' }));
    await page.getByRole('row', { name: /fritz@provider.example.*Auditor/ }).waitFor();

    await press(page.getByRole('link', { name: 'Tokens' }));
    await press(page.getByRole('button', { name: 'Make a token' }));
    await tabTo(page, page.getByRole('dialog').getByLabel('Name'));
    await page.keyboard.type('Backups');
    await press(page.getByRole('checkbox', { name: /^Read the audit log of the provider/ }), 'Space');
    await press(page.getByRole('button', { name: 'Make the token' }));
    expect(await shownText(page, 'Token')).toMatch(/^bhp_/);
    await press(page.getByRole('button', { name: 'Done' }));
    await page.getByRole('row', { name: /^Backups/ }).waitFor();
  });

  it('have nothing that axe objects to, in light and dark', async () => {
    await scene.admit('gisela@tenant.example', 'admin');
    const page = await scene.ownersPage('/');
    for (const path of paths()) {
      await open(page, path);
      await expectAccessible(page);
    }
    const giselas = await scene.openPage('/profile');
    await signIn(giselas, 'gisela@tenant.example', PASSWORD);
    await giselas.getByText('This browser').waitFor();
    await expectAccessible(giselas);
  });

  it('fit a phone without scrolling sideways', async () => {
    await scene.admit('hanna-with-a-very-long-name-of-her-own@a-long-subdomain.tenant.example', 'admin');
    const page = await scene.ownersPage('/');
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of paths()) {
      await open(page, path);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ path, width }).toEqual({ path, width: 390 });
    }
  });

  it('need at most 250 kB of script, compressed', async () => {
    const page = await scene.ownersPage('/');
    const { url } = await scene.owner.post<{ url: string }>(scene.tenantPath('/invitations'), {
      email: 'ida@tenant.example',
      role: 'admin',
    });
    for (const path of [...paths(), '/sign-in', '/reset#token', url.slice(scene.url.length)]) {
      const fresh = await page.context().newPage();
      const bodies: Promise<Buffer>[] = [];
      fresh.on('response', (response) => {
        if (response.url().endsWith('.js')) bodies.push(response.body());
      });
      await fresh.goto(scene.url + path, { waitUntil: 'networkidle' });
      const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
      expect(sizes.length).toBeGreaterThan(5);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000);
      await fresh.close();
    }
  });
});
