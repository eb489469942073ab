import type { Page } from 'playwright';
import { takePicture } from './camera.ts';

/** A screen, and how to get there from any other. */
export interface Place {
  readonly name: string;
  /** @param w the word of the language shown now */
  readonly open: (page: Page, w: (key: string) => string) => Promise<void>;
}

/** Addresses that a test fills in: a training of today with people on its list, a finished one, the rows of a figure. */
export const at = { own: '', demo: '', figure: '' };

/** To an address inside the app, without loading the page again. */
export async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}

export const heading = (page: Page, text: string): Promise<void> => page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor();

/** A training with two photos. */
export async function withPhotos(page: Page, w: (key: string) => string): Promise<void> {
  await go(page, at.own);
  await page.getByRole('button', { name: w('photos.take'), exact: true }).waitFor();
  await page.locator('.photo-tile').first().waitFor({ timeout: 1000 }).catch(() => undefined);
  for (let n = await page.locator('.photo-tile').count(); n < 2; n++) {
    await page.locator('input[type=file]:not([capture])').setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: await takePicture(page, n + 1) });
    await page.locator('.photo-tile').nth(n).waitFor();
  }
}

export async function openPerson(page: Page, w: (key: string) => string, typed: string): Promise<void> {
  await go(page, '/');
  await go(page, `${at.own}/register`);
  await page.getByLabel(w('attendance.search')).fill(typed);
  await page.getByRole('button', { name: w('attendance.new_person'), exact: true }).click();
  await page.getByRole('dialog').waitFor();
}

export async function paste(page: Page, w: (key: string) => string, rows: readonly (readonly string[])[]): Promise<void> {
  await page.getByRole('button', { name: w('ui.paste'), exact: true }).click();
  await page.getByLabel(w('ui.paste_here')).fill(rows.map((row) => row.join('\t')).join('\n'));
  await page.getByRole('button', { name: w('ui.paste_use'), exact: true }).click();
}
