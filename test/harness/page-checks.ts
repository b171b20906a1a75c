import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Expects that axe objects to nothing on the page as it is, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      where: nodes[0]?.html,
      why: nodes[0]?.failureSummary,
    }));
    expect({ path: page.url(), colorScheme, found }).toEqual({ path: page.url(), colorScheme, found: [] });
  }
}

/** Goes on with the tab key until `target` has the focus; throws where it never gets it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the tab key does not reach ${String(target)}`);
}

/** What stands in a block of text to copy. */
export function shownText(page: Page, label: string): Promise<string> {
  return page.getByRole('figure', { name: label }).locator('pre').innerText();
}

/** The only field for a password. */
export function passwordField(place: Page | Locator): Locator {
  return place.getByRole('textbox', { name: /password/i });
}

/** Fills in the form of the sign-in page. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await passwordField(page).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
