import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator } from '../harness/authenticator.js';
import { startBellhop } from '../harness/bellhop.js';
import { expectAccessible, passwordField, shownText, signIn } from '../harness/page-checks.js';
import { PASSWORD, startPeopleScene } from '../harness/people-scene.js';
import type { PeopleScene } from '../harness/people-scene.js';

let scene: PeopleScene;
beforeAll(async () => void (scene = await startPeopleScene()));
afterEach(() => scene.closePages());
afterAll(() => scene.stop());

describe('an owner', () => {
  it('sets up the second factor before anything else, and signs in with its codes or a recovery code', async () => {
    const fresh = await startBellhop();
    try {
      const link = fresh.lines.find((line) => line.startsWith('Set up Bellhop: '))?.slice(16) ?? '';
      const page = await scene.openPage(link);
      await page.getByLabel('Email').fill('owner@provider.example');
      await passwordField(page).fill(PASSWORD);
      await page.getByRole('button', { name: 'Create the owner' }).click();
      await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
      await page.goto(`${fresh.url}/members`);
      await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
      await expectAccessible(page);

      const secret = await shownText(page, 'Or type this secret into the app');
      const app = new Authenticator(secret.replaceAll(/\s/g, ''));
      await page.getByLabel('2. Enter the code that the app shows').fill('000000');
      await page.keyboard.press('Enter');
      await page.getByText('This is not the code of now').waitFor();
      await page.getByLabel('2. Enter the code that the app shows').fill(await app.nextCode());
      await page.keyboard.press('Enter');
      const list = page.getByRole('list', { name: 'Recovery codes' });
      await list.waitFor();
      const codes = await list.getByRole('listitem').allInnerTexts();
      expect(new Set(codes).size).toBe(10);
      await expectAccessible(page);
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByRole('heading', { name: 'Members' }).waitFor();

      const other = await scene.openPage(`${fresh.url}/profile`);
      await signIn(other, 'owner@provider.example', 'not the password');
      await other.getByRole('alert').waitFor();
      await signIn(other, 'owner@provider.example', PASSWORD);
      await other.getByRole('heading', { name: 'Enter your code' }).waitFor();
      await expectAccessible(other);
      await other.getByLabel('Code').fill('000000');
      await other.keyboard.press('Enter');
      await other.getByText('This code is wrong').waitFor();
      await other.getByLabel('Code').fill(codes[0] ?? '');
      await other.keyboard.press('Enter');
      await other.getByRole('heading', { name: 'Your profile' }).waitFor();
    } finally {
      await fresh.stop();
    }
  });
});

describe('one’s own profile', () => {
  it('ends a sign-in elsewhere, and tells which is this browser', async () => {
    const api = await scene.admit('dora@tenant.example', 'support');
    const page = await scene.openPage('/profile');
    await signIn(page, 'dora@tenant.example', PASSWORD);
    await page.getByText('This browser').waitFor();
    await page.getByRole('button', { name: /^End the sign-in in / }).click();
    await page.getByRole('button', { name: /^End the sign-in in / }).waitFor({ state: 'detached' });
    await expect(api.get('/me')).rejects.toThrow('401');
  });

  it('takes another password and a second factor, which can be removed again', async () => {
    await scene.admit('emil@tenant.example', 'admin');
    const page = await scene.openPage('/profile');
    await signIn(page, 'emil@tenant.example', PASSWORD);
    await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('eighteen purple kettles');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed').waitFor();

    await page.getByRole('button', { name: 'Set it up' }).click();
    const app = new Authenticator(
      (await shownText(page, 'Or type this secret into the app')).replaceAll(/\s/g, ''),
    );
    await page.getByLabel('2. Enter the code that the app shows').fill(await app.nextCode());
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('A code is asked for at each sign-in.').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('Your password alone lets you in.').waitFor();
  });
});
