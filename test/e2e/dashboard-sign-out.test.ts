import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Authenticator } from '../harness/authenticator.js';
import { expectAccessible, signIn } from '../harness/page-checks.js';
import { PASSWORD, startPeopleScene } from '../harness/people-scene.js';
import type { PeopleScene } from '../harness/people-scene.js';

let scene: PeopleScene;
beforeAll(async () => void (scene = await startPeopleScene()));
afterEach(() => scene.closePages());
afterAll(() => scene.stop());

it('the second factor of somebody who lost it is removed after a question, and they are signed out', async () => {
  const api = await scene.admit('fritz@tenant.example', 'support');
  const { secret } = await api.post<{ secret: string }>('/me/second-factor');
  await api.post('/me/second-factor/confirmation', { code: await new Authenticator(secret).nextCode() });

  const page = await scene.ownersPage(scene.tenantPath('/members'));
  await page.getByRole('button', { name: 'Actions for fritz@tenant.example' }).click();
  await page.getByRole('menuitem', { name: 'Remove the second factor' }).click();
  await page.getByText('First make sure that it is them who asks').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove the second factor' }).click();
  await page.getByText('fritz@tenant.example has no second factor now').waitFor();
  await expect(api.get('/me')).rejects.toThrow('401');

  await page.getByRole('button', { name: 'Actions for fritz@tenant.example' }).click();
  await page.getByRole('menuitem', { name: 'Link to a new password' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Remove the second factor' }).count()).toBe(0);
});

it('pages have the way out, after which neither the page nor the browser’s storage tells of the person', async () => {
  await scene.admit('greta@tenant.example', 'admin');
  const tenant = (rest = '') => scene.tenantPath(rest);
  for (const path of [
    '/',
    '/profile',
    tenant(),
    tenant('/members'),
    tenant('/tokens'),
    tenant('/privacy'),
    tenant('/audit'),
  ]) {
    const page = await scene.openPage(path);
    await signIn(page, 'greta@tenant.example', PASSWORD);
    await page.getByRole('button', { name: 'You', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.content()).not.toContain('tenant.example');
    expect((await page.request.get(`${scene.url}/api/v1/me`)).status()).toBe(401);
    const kept = 'JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])';
    expect(await page.evaluate(kept)).not.toMatch(/tenant|greta|token/);
    await page.context().close();
  }
});
